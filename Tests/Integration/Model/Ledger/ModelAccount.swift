import Foundation

/// A user's credits as the rules say they are, in memory, to be compared with the database's.
///
/// It knows nothing of SQL, locks or rows that were stored earlier: a call changes it at once and alone. What it takes
/// from the database are ids and times, which the database chooses.
struct ModelAccount: Sendable, Hashable {
    /// A request by its key.
    struct KeyedReply: Sendable, Hashable {
        let fingerprint: String
        let reply: Reply
    }

    /// Whose.
    let user: String
    var available: Decimal = 0
    var held: Decimal = 0
    var debt: Decimal = 0
    var debtLimit: Decimal = 0
    /// What clawbacks may leave owed beyond `debtLimit`.
    static let clawbackLimit: Decimal = 100_000
    /// Counts grants and reservations.
    var sequence = 0
    /// Before this no grant expires, in microseconds.
    var nextExpiryAt = Int.max
    /// No live reservation is older.
    var heldSince = Int.max
    var grants: [ModelGrant] = []
    var reservations: [ModelReservation] = []
    var compensations: [ModelCompensation] = []
    var keys: [String: KeyedReply] = [:]

    init(user: String) {
        self.user = user
    }

    /// Does what a call asks for, or nothing when it is refused.
    ///
    /// - Parameters:
    ///   - now: Microseconds since 1970.
    ///   - given: The database's reply, for ids and times of what the call makes.
    /// - Returns: What the database should have replied.
    mutating func apply(_ call: Call, at now: Int, given: Reply) -> Reply {
        var next = self
        do throws(Refusal) {
            let reply = try next.perform(call, at: now, given: given)
            self = next
            return reply
        } catch {
            return Reply(facts: error.facts)
        }
    }

    /// Waits: everything that is there becomes older.
    mutating func letPass(_ microseconds: Int) {
        if nextExpiryAt < .max { nextExpiryAt -= microseconds }
        if heldSince < .max { heldSince -= microseconds }
        for index in grants.indices where grants[index].expiresAt != nil { grants[index].expiresAt? -= microseconds }
        for index in reservations.indices {
            reservations[index].madeAt -= microseconds
            reservations[index].expiresAt -= microseconds
        }
    }

    private mutating func perform(_ call: Call, at now: Int, given: Reply) throws(Refusal) -> Reply {
        switch call.action {
        case .grant(let amount, let source, let priority, let expiresAt):
            try grant(
                amount, source: source, priority: priority, expiresAt: expiresAt, key: call.key, at: now, given: given)
        case .reserve(let amount, let units, let jobType, let seconds):
            try reserve(
                amount, units: units, jobType: jobType, seconds: seconds, key: call.key, at: now, given: given)
        case .confirm(let reservation, let amount, let overage):
            try confirm(reservation, amount: amount, overage: overage, key: call.key, at: now)
        case .release(let reservation): try release(reservation, at: now)
        case .refund(let reservation, let amount):
            try refund(reservation, amount: amount, key: call.key, at: now)
        case .revoke(let grant, let kind, let amount):
            try revoke(grant, kind: kind, amount: amount, key: call.key, at: now, given: given)
        case .adjust(let amount): try adjust(amount, key: call.key, at: now)
        case .setDebtLimit(let amount): try setDebtLimit(amount, at: now)
        case .compensate(let reservation, let amount):
            try compensate(reservation, amount: amount, given: given)
        case .balance: Reply(facts: balance(at: now))
        }
    }
}
