import Foundation

/// Credits that come in.
extension ModelAccount {
    mutating func grant(
        _ amountText: String, source: String, priority: Int, expiresAt: Int?, key: String?, at now: Int, given: Reply
    ) throws(Refusal) -> Reply {
        let amount = try Self.required(amountText)
        try Self.check(source: source)
        try Self.check(key: key)
        let fingerprint = Self.fingerprint(amount.text, source, String(priority), expiresAt.map(String.init))
        if let first = try firstReply("grant", key: key, fingerprint: fingerprint) { return first }
        if let expiresAt, expiresAt <= now { throw .argument("expires_at") }
        if source == "signup_bonus", grants.contains(where: { $0.source == source }) {
            throw Refusal(code: "TH412", detail: "user")
        }
        add(amount, source: source, priority: priority, expiresAt: expiresAt, id: given.id ?? "")
        let index = grants.endIndex - 1
        if debt > 0 { settle(at: now) }
        let reply = Reply(
            facts: "\(source) \(amount.text) \(grants[index].remaining.text) \(priority)", id: given.id)
        keep(reply, "grant", key: key, fingerprint: fingerprint)
        return reply
    }

    /// Adds a lot.
    mutating func add(_ amount: Decimal, source: String, priority: Int, expiresAt: Int?, id: String) {
        sequence += 1
        grants.append(
            ModelGrant(
                id: id, source: source, amount: amount, remaining: amount, priority: priority, expiresAt: expiresAt,
                sequence: sequence))
        available += amount
        nextExpiryAt = min(nextExpiryAt, expiresAt ?? .max)
    }

    mutating func setDebtLimit(_ text: String, at now: Int) throws(Refusal) -> Reply {
        guard let limit = Decimal(exactly: text), limit >= 0, limit == limit.rounded(.down) else {
            throw .argument("limit")
        }
        settle(at: now)
        if debt > limit { throw .argument("limit") }
        debtLimit = limit
        return Reply(facts: balance(at: now))
    }

    mutating func compensate(_ id: String, amount amountText: String?, given: Reply) throws(Refusal) -> Reply {
        let amount = try Self.amount(amountText)
        if let first = compensations.first(where: { $0.reservation == id }) {
            return Reply(facts: first.facts, id: first.id)
        }
        let index = try indexOfRefundable(id, amount: amount)
        let compensation = ModelCompensation(
            id: given.id ?? "", reservation: id, amount: amount ?? reservations[index].refundable)
        reservations[index].compensated = compensation.amount
        compensations.append(compensation)
        return Reply(facts: compensation.facts, id: given.id)
    }

    /// Grants what is queued. The grants' ids are learned afterwards.
    mutating func settleCompensations(at now: Int) {
        for index in compensations.indices where !compensations[index].isSettled {
            compensations[index].isSettled = true
            add(compensations[index].amount, source: "compensation", priority: 100, expiresAt: nil, id: "")
            if debt > 0 { settle(at: now) }
        }
    }
}
