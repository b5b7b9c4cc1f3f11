/// A JSON object that Stripe answered: what it made or found, or its `error`.
package struct StripeAnswer: Sendable {
    /// As it was written.
    let body: [UInt8]

    /// - Throws: For anything else, and where our key isn't taken or Stripe is too busy: that doesn't say what became of
    ///   the request.
    init(_ answer: HTTPAnswer) throws(HTTPFailure) {
        switch answer.status {
        case 401, 403: throw HTTPFailure(reason: "the server doesn't take our key")
        case 429: throw HTTPFailure(reason: "the server is too busy")
        default: break
        }
        guard let object = try? JSONObject(answer.body) else {
            throw HTTPFailure(reason: "the server answered \(answer.status) and no JSON object")
        }
        let isError = object.members.contains { $0.key == "error" }
        guard (200..<300).contains(answer.status) || (answer.status >= 400 && isError) else {
            throw HTTPFailure(reason: "the server answered \(answer.status)")
        }
        body = answer.body
    }
}
