/// A JSON object that Stripe answered: what it made or found, or its `error`.
package struct StripeAnswer: Sendable {
    /// As it was written.
    let body: [UInt8]
    /// Whether it says what became of the request; not where our key isn't taken or Stripe was too busy.
    let isOutcome: Bool

    /// - Throws: For anything else.
    init(_ answer: HTTPAnswer) throws(HTTPFailure) {
        guard let object = try? JSONObject(answer.body) else {
            throw HTTPFailure(reason: "the server answered \(answer.status) and no JSON object")
        }
        let isError = object.members.contains { $0.key == "error" }
        guard (200..<300).contains(answer.status) || (answer.status >= 400 && isError) else {
            throw HTTPFailure(reason: "the server answered \(answer.status)")
        }
        body = answer.body
        isOutcome = ![401, 403, 429].contains(answer.status)
    }
}
