extension ModelRequest {
    /// The body as it is forwarded: the bytes received, with the output cap written in and, where Thin needs it, usage asked
    /// for. Nothing else changes.
    ///
    /// - Parameter outputCap: Tokens per candidate, nil for no cap. What was asked for stays when it isn't above.
    package func forwardedBody(outputCap: Int?) -> [UInt8] {
        var splices = measure.tierSplice.map { [$0] } ?? []
        if let usage = measure.usageSplice { splices.append(usage) }
        if let cap = outputCap, let place = measure.capPlace, (measure.askedOutput ?? .max) > cap {
            splices.append(place.splice(cap))
        }
        return splices.isEmpty ? body : BodyEditor.apply(splices, to: body)
    }
}
