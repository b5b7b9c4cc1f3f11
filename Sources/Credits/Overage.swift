/// What a confirm above the reserved amount does.
public enum Overage: String, Sendable, Hashable, CaseIterable {
    /// It is refused.
    case reject
    /// It takes what is available and records the shortfall.
    case available
    /// What isn't available is owed, up to the account's limit.
    case debt
}
