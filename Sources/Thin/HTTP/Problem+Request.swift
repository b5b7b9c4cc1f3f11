internal import HTTPTypes
internal import Hummingbird

/// What the service refuses before it asks the database. Codes, statuses and messages are those of the registry.
extension Problem {
    /// A body above the limit.
    static let bodyTooLarge = bodyTooLarge(Routes.bodyBytesMax)

    /// A body above another limit.
    static func bodyTooLarge(_ bytesMax: Int) -> Problem {
        Problem(.contentTooLarge, "TH430", "the body is too large", details: "\(bytesMax)")
    }

    /// Headers above the limit.
    static let headersTooLarge = Problem(
        .requestHeaderFieldsTooLarge, "TH431", "the headers are too large", details: "\(RequestBounds.headerBytesMax)")

    /// A path above the limit.
    static let pathTooLong = targetTooLong("path", RequestBounds.pathBytesMax)

    /// A query string above the limit.
    static let queryTooLong = targetTooLong("query", RequestBounds.queryBytesMax)

    /// Nobody reads the answer.
    static let clientGone = Problem(
        .init(code: 499, reasonPhrase: "Client Closed Request"), "TH499", "the client went away")

    /// All of them.
    package static let ofRequests = [
        bodyTooLarge, headersTooLarge, pathTooLong, queryTooLong, clientGone, apiKeyInvalid, edgeRequired,
        paymentsUnset(""), providerFailed(""),
    ]

    private static func targetTooLong(_ part: String, _ bytesMax: Int) -> Problem {
        Problem(
            .uriTooLong, "TH432", "the path or query is too long", details: "\(bytesMax)",
            hint: "the \(part) has at most \(bytesMax) bytes")
    }
}
