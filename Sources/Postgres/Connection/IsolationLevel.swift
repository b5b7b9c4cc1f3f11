/// What a transaction sees of others. Source: PostgreSQL documentation, "Transaction Isolation".
public enum IsolationLevel: String, Sendable, Hashable, CaseIterable {
    /// Every statement sees what was committed before it.
    case readCommitted = "read committed"
    /// Every statement sees what was committed before the first; concurrent updates fail with `40001`.
    case repeatableRead = "repeatable read"
    /// As if transactions ran one after the other; what can't be so ordered fails with `40001`.
    case serializable = "serializable"
}
