import Foundation

/// A hold, and what became of it.
struct ModelReservation: Sendable, Hashable {
    /// Part of what was charged: from a grant, by its index, or, without one, as debt.
    struct Draw: Sendable, Hashable {
        let grant: Int?
        let amount: Decimal
    }

    let id: String
    let amount: Decimal
    let units: String?
    /// Seconds.
    let lifetime: Int
    /// Microseconds.
    var madeAt: Int
    var expiresAt: Int
    let sequence: Int
    var status = "reserved"
    var charged: Decimal = 0
    var shortfall: Decimal = 0
    /// In the order in which they were made.
    var draws: [Draw] = []
    var refunded: Decimal = 0
    var compensated: Decimal = 0

    /// As replies show it.
    var facts: String {
        [status, amount.text, charged.text, shortfall.text, units, String(lifetime)].compactMap { $0 }
            .joined(separator: " ")
    }

    /// What refunds and compensations together may still give back.
    var refundable: Decimal { charged - refunded - compensated }
}
