/// What became of a model in an imported price file (`ai.imported_price`).
public struct ImportedPrice: Sendable, Encodable {
    /// `added` (a model that wasn't there), `changed` (a price or limit), `unchanged` or `skipped`.
    public enum Action: String, Sendable, Encodable, CaseIterable {
        case added, changed, unchanged, skipped
    }

    public let provider: String
    public let model: String
    public let action: Action
    /// Why it was skipped, or which of its prices were left out.
    public let reason: String?
}
