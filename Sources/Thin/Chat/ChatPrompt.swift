internal import HTTPTypes

/// What a provider is to be asked, as the database put it together.
struct ChatPrompt: Sendable {
    let provider: Provider
    let operation: Operation
    let model: String
    /// The request's body.
    let body: [UInt8]

    /// The same route that a client of the provider's SDK would ask, so that all that is true of metered calls is of
    /// these.
    ///
    /// - Throws: `Problem` for a model that can't be asked for.
    func target(isStream: Bool) throws(Problem) -> ModelTarget {
        switch provider {
        case .openai: try ModelTarget(.post, path: "/ai/openai/v1/chat/completions", query: [])
        case .anthropic: try ModelTarget(.post, path: "/ai/anthropic/v1/messages", query: [])
        case .google:
            try ModelTarget(
                .post,
                path: "/ai/google/v1beta/models/\(model):\(isStream ? "streamGenerateContent" : "generateContent")",
                query: isStream ? [("alt", "sse")] : [])
        }
    }
}
