/// A request to a provider as far as it is metered: what was asked for, how much text is in it, and where in its bytes
/// the output cap belongs. Facts only; what they cost and whether that is allowed is decided in the database.
package struct ModelRequest: Sendable {
    package let provider: Provider
    package let operation: Operation
    /// Nil only where no model is named, as for a list of them.
    package let model: String?
    package let isStream: Bool
    /// What was found in the body.
    package let measure: RequestMeasure
    /// Whether the stream reports usage only because Thin asks for it. The event that carries it is then dropped again.
    package var addsUsage: Bool { measure.usageSplice != nil }
    /// As received.
    package let body: [UInt8]

    /// Reads a body once.
    ///
    /// - Parameters:
    ///   - operation: What the path asks for.
    ///   - provider: Whose path it is.
    ///   - model: From the path, where it stands there (Google); the body may then only repeat it.
    ///   - isStream: From the path, where it stands there (Google).
    ///   - body: Empty where there is none.
    /// - Throws: `WireProblem` for what isn't JSON, or could be read in two ways.
    package static func read(
        _ operation: Operation, of provider: Provider, model: String?, isStream: Bool?, body: [UInt8]
    ) throws(WireProblem) -> ModelRequest {
        var reader = RequestReader(operation, of: provider, pathModel: model, body: body)
        let measure = try reader.read()
        return ModelRequest(
            provider: provider, operation: operation, model: model ?? measure.model,
            isStream: isStream ?? measure.isStream, measure: measure, body: body)
    }
}
