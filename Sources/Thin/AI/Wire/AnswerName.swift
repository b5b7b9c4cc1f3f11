/// The names of members that count in a provider's answer; all others are `other`, and an element of an array is `item`.
enum AnswerName: String, CaseIterable, Sendable {
    case item, other
    case error, type, id, role, name, data, text, input, code, index, content, message, delta, usage, output, response
    case choices, refusal, arguments
    case finishReason, promptFeedback, blockReason, candidates, parts, usageMetadata, embedding, embeddings
    case thoughtSignature, mimeType, inlineData, thinking, signature
    case serviceTier = "service_tier"
    case stopReason = "stop_reason"
    case contentBlock = "content_block"
    case partialJSON = "partial_json"
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    case promptDetails = "prompt_tokens_details"
    case completionDetails = "completion_tokens_details"
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case inputDetails = "input_tokens_details"
    case outputDetails = "output_tokens_details"
    case cachedTokens = "cached_tokens"
    case cacheWriteTokens = "cache_write_tokens"
    case reasoningTokens = "reasoning_tokens"
    case thinkingTokens = "thinking_tokens"
    case cacheRead = "cache_read_input_tokens"
    case cacheCreated = "cache_creation_input_tokens"
    case cacheCreation = "cache_creation"
    case cacheCreated5m = "ephemeral_5m_input_tokens"
    case cacheCreated1h = "ephemeral_1h_input_tokens"
    case promptTokenCount, candidatesTokenCount, cachedContentTokenCount, thoughtsTokenCount
    case toolUsePromptTokenCount, totalTokenCount

    private static let byKey: [String: AnswerName] = Dictionary(
        uniqueKeysWithValues: allCases.filter { $0 != .item && $0 != .other }.map { ($0.rawValue, $0) })

    init(key: String) {
        self = Self.byKey[key] ?? .other
    }
}
