package import HTTPTypes

/// What goes back to a client.
package struct RESTAnswer: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    /// Nil for none.
    package var body: Body?

    /// With more headers.
    func adding(_ fields: HTTPFields) -> RESTAnswer {
        var answer = self
        for field in fields { answer.headers[field.name] = field.value }
        return answer
    }

    package enum Body: Sendable {
        /// Where it was received.
        case answer(CallAnswer)
        case bytes([UInt8])

        /// What is in it.
        var content: [UInt8] {
            switch self {
            case .answer(let answer): answer.withBytes { $0.map(Array.init) ?? [] }
            case .bytes(let bytes): bytes
            }
        }
    }
}
