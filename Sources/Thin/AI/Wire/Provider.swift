/// Whose models answer.
package enum Provider: String, Sendable, CaseIterable {
    case openai, anthropic, google
}
