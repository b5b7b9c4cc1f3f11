import Foundation

/// A grant that is owed for a job that failed.
struct ModelCompensation: Sendable, Hashable {
    let id: String
    let reservation: String
    let amount: Decimal
    var isSettled = false

    /// As replies show it.
    var facts: String { "\(isSettled ? "settled" : "queued") \(amount.text)" }
}
