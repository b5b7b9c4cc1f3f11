package import HTTPTypes

/// What a provider's answer begins with, as far as it goes on to the client.
package struct AnswerHead: Sendable, Equatable {
    /// As the provider sent it.
    package let status: Int
    /// What the client gets of the headers.
    package let headers: HTTPFields
    /// Whether the body is compressed, though plain bytes were asked for.
    package let isEncoded: Bool
    /// The provider's own name for the request.
    package let providerRequestID: String?

    /// Headers that go on. All others speak of the account that Thin has with the provider, or set cookies.
    private static let passed: Set<String> = [
        "content-type", "request-id", "retry-after", "retry-after-ms", "x-should-retry", "openai-version",
        "openai-processing-ms", "openai-model", "x-gemini-service-tier",
    ]
    /// Where providers name the request.
    private static let requestIDs = ["request-id", "x-request-id"]
    /// Longest name that is kept, in bytes.
    private static let requestIDBytesMax = 200

    /// - Parameter fields: Names and values as received.
    package init(status: Int, fields: [(name: String, value: String)]) {
        self.status = status
        var headers: HTTPFields = [:]
        var requestID: String?
        var isEncoded = false
        for (name, value) in fields {
            let name = name.lowercased()
            if Self.requestIDs.contains(name), value.utf8.count <= Self.requestIDBytesMax { requestID = value }
            if name == "content-encoding", !value.isEmpty, value.lowercased() != "identity" { isEncoded = true }
            if Self.passed.contains(name), HTTPField.isValidValue(value), let name = HTTPField.Name(name) {
                headers[name] = value
            }
        }
        self.headers = headers
        self.isEncoded = isEncoded
        providerRequestID = requestID
    }

    /// Whether the answer is what was asked for.
    var isSuccess: Bool { status == 200 }

    /// Whether the provider says what is wrong with the request, or that it can't serve it now, to whoever sent it. 401
    /// and 403 are about Thin's own key, and such an answer may quote it.
    var isRefusal: Bool { (400...599).contains(status) && status != 401 && status != 403 && status != 407 }
}
