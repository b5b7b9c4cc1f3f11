/// Why Stripe's list and ours can't be compared.
public struct ReconciliationError: Error, CustomStringConvertible {
    let reason: String

    public var description: String { "Stripe can't be asked: \(reason)" }
}
