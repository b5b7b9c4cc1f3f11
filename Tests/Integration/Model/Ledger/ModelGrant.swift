import Foundation

/// A lot of credits.
struct ModelGrant: Sendable, Hashable {
    var id: String
    let source: String
    let amount: Decimal
    var remaining: Decimal
    let priority: Int
    /// Microseconds; nil for never.
    var expiresAt: Int?
    /// Orders it among grants and reservations.
    let sequence: Int
    /// What revocations asked back.
    var revoked: Decimal = 0
    /// What revocations of it got: credits or debt.
    var collected: Decimal = 0
    /// What lapsed.
    var lapsed: Decimal = 0

    /// Whether it is expired at a time.
    func isExpired(at time: Int) -> Bool {
        expiresAt.map { $0 <= time } ?? false
    }

    /// Whether it is drawn before another.
    func precedes(_ other: ModelGrant) -> Bool {
        (priority, expiresAt ?? .max, sequence) < (other.priority, other.expiresAt ?? .max, other.sequence)
    }
}
