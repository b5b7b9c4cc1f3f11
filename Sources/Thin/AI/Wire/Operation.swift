/// What is asked of a provider.
package enum Operation: String, Sendable, CaseIterable {
    case chatCompletions = "chat_completions"
    case responses
    case embeddings
    case messages
    case generateContent = "generate_content"
    case embedContent = "embed_content"
    case models
    case countTokens = "count_tokens"

    /// Whether it is admitted without a hold and leaves no receipt.
    package var isFree: Bool {
        self == .models || self == .countTokens
    }

    /// Whether it produces text, so that there is an output to cap.
    package var hasOutput: Bool {
        switch self {
        case .chatCompletions, .responses, .messages, .generateContent: true
        case .embeddings, .embedContent, .models, .countTokens: false
        }
    }
}
