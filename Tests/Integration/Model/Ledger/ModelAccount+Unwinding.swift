import Foundation

/// Credits that go back, and credits that are taken back.
extension ModelAccount {
    /// A confirmed reservation of which something, or so much, can be given back.
    func indexOfRefundable(_ id: String, amount: Decimal?) throws(Refusal) -> Int {
        guard let index = reservations.firstIndex(where: { $0.id == id }) else { throw .notFound("reservation") }
        if reservations[index].status != "confirmed" { throw Refusal(code: "TH413", detail: "Nothing was charged.") }
        if reservations[index].refundable == 0 { throw Refusal(code: "TH413", detail: "All was given back.") }
        if let amount, amount > reservations[index].refundable { throw .argument("amount") }
        return index
    }

    mutating func refund(
        _ id: String, amount amountText: String?, key: String?, at now: Int
    ) throws(Refusal) -> Reply {
        let asked = try Self.amount(amountText)
        try Self.check(key: key)
        settle(at: now)
        let fingerprint = Self.fingerprint(id, asked?.text)
        if let first = try firstReply("refund", key: key, fingerprint: fingerprint) { return first }
        let index = try indexOfRefundable(id, amount: asked)
        let reservation = reservations[index]
        let amount = asked ?? reservation.refundable
        // While an expired grant is held, what older ones were given would let it lapse.
        let takesBack = nextExpiryAt > now
        for draw in newestDraws(of: reservation, amount: amount) {
            undo(draw, of: reservation, toItsGrant: takesBack, at: now)
        }
        reservations[index].refunded += amount
        if debt > 0 { settle(at: now) }
        let facts = [reservations[index].charged, reservations[index].refunded, reservations[index].compensated]
        let reply = Reply(facts: facts.map(\.text).joined(separator: " "))
        keep(reply, "refund", key: key, fingerprint: fingerprint)
        return reply
    }

    /// The draws to undo next, newest first, behind those that were undone before.
    private func newestDraws(of reservation: ModelReservation, amount: Decimal) -> [ModelReservation.Draw] {
        var (skip, left) = (reservation.refunded, amount)
        var draws: [ModelReservation.Draw] = []
        for draw in reservation.draws.reversed() {
            let skipped = min(skip, draw.amount)
            let take = min(draw.amount - skipped, left)
            skip -= skipped
            left -= take
            if take > 0 { draws.append(.init(grant: draw.grant, amount: take)) }
        }
        return draws
    }

    private mutating func undo(
        _ draw: ModelReservation.Draw, of reservation: ModelReservation, toItsGrant takesBack: Bool, at now: Int
    ) {
        if let index = draw.grant, takesBack, !grants[index].isExpired(at: now) {
            grants[index].remaining += draw.amount
            available += draw.amount
            nextExpiryAt = min(nextExpiryAt, grants[index].expiresAt ?? .max)
        } else {
            let lifetime = draw.grant.flatMap { grants[$0].expiresAt }.map { $0 - reservation.madeAt }
            add(
                draw.amount, source: "refund", priority: draw.grant.map { grants[$0].priority } ?? 100,
                expiresAt: lifetime.map { now + $0 }, id: "")
        }
    }

    mutating func revoke(
        _ id: String, kind: String, amount amountText: String?, key: String?, at now: Int, given: Reply
    ) throws(Refusal) -> Reply {
        let asked = try Self.amount(amountText)
        if !["refund", "chargeback", "adjustment"].contains(kind) { throw .argument("kind") }
        try Self.check(key: key)
        settle(at: now)
        let fingerprint = Self.fingerprint(id, kind, asked?.text)
        if let first = try firstReply("revoke", key: key, fingerprint: fingerprint) { return first }
        guard let index = grants.firstIndex(where: { $0.id == id }) else { throw .notFound("grant") }
        let left = grants[index].amount - grants[index].revoked
        if left == 0 { throw Refusal(code: "TH414") }
        let amount = asked ?? left
        if amount > left { throw .argument("amount") }
        grants[index].revoked += amount
        // What lapsed unused is not owed, nor what was taken back before.
        let lapsed = grants[index].isExpired(at: now) ? grants[index].lapsed : 0
        let collectable = max(min(amount, grants[index].amount - lapsed - grants[index].collected), 0)
        let (taken, owed) = clawBack(collectable, from: index)
        grants[index].collected += taken + owed
        let facts = [amount, taken, owed, amount - taken - owed].map(\.text).joined(separator: " ")
        let reply = Reply(facts: facts, id: given.id)
        keep(reply, "revoke", key: key, fingerprint: fingerprint)
        return reply
    }

    /// Takes credits that nothing holds, from one grant first, then from the last in draw order; then leaves debt.
    private mutating func clawBack(_ amount: Decimal, from first: Int?) -> (taken: Decimal, owed: Decimal) {
        let unheld = Array(shares().filter { $0.holder == nil }.reversed())
        var taken: Decimal = 0
        for share in unheld.filter({ $0.grant == first }) + unheld.filter({ $0.grant != first }) {
            let take = min(amount - taken, share.amount)
            taken += take
            available -= take
            grants[share.grant].remaining -= take
        }
        let owed = min(amount - taken, debtLimit + Self.clawbackLimit - debt)
        debt += owed
        return (taken, owed)
    }

    mutating func adjust(_ text: String, key: String?, at now: Int) throws(Refusal) -> Reply {
        guard let value = Decimal(exactly: text) else { throw .argument("amount") }
        let amount = try Self.required(abs(value).text)
        try Self.check(key: key)
        settle(at: now)
        let fingerprint = Self.fingerprint(value.text)
        if let first = try firstReply("adjust", key: key, fingerprint: fingerprint) { return first }
        if value > 0 {
            add(amount, source: "adjustment", priority: 100, expiresAt: nil, id: "")
            if debt > 0 { settle(at: now) }
        } else {
            _ = clawBack(amount, from: nil)
        }
        let reply = Reply(facts: balance(at: now))
        keep(reply, "adjust", key: key, fingerprint: fingerprint)
        return reply
    }
}
