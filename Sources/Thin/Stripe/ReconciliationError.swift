/// Why Stripe's list and ours can't be compared.
public struct ReconciliationError: Error, CustomStringConvertible {
    public let description: String

    static let noTimes = ReconciliationError(description: "since and until are times such as 2026-11-01")

    static func unanswered(_ reason: String) -> ReconciliationError {
        ReconciliationError(description: "Stripe can't be asked: \(reason)")
    }
}
