import Foundation

/// Reserve, confirm, release.
extension ModelAccount {
    /// What a unit of each job type costs; any other costs the default.
    static let prices: [String: Decimal] = ["book": Decimal(sign: .plus, exponent: -4, significand: 7503)]

    mutating func reserve(
        _ amountText: String?, units unitsText: String?, jobType: String, seconds: Int, key: String?, at now: Int,
        given: Reply
    ) throws(Refusal) -> Reply {
        var amount = try Self.amount(amountText)
        try Self.check(jobType: jobType, seconds: seconds)
        try Self.check(key: key)
        if (amount == nil) == (unitsText == nil) { throw .argument("amount") }
        let fingerprint = Self.fingerprint(
            amount?.text, jobType, String(seconds), unitsText.map { Decimal(exactly: $0)?.text ?? $0 })
        if unitsText != nil, let first = try firstReply("reserve", key: key, fingerprint: fingerprint) { return first }
        var units: Decimal?
        if let unitsText {
            units = try Self.amount(unitsText, field: "units")
            amount = try Self.required(
                ((units ?? 0) * Self.prices[jobType, default: 1]).rounded(.up).text)
        }
        guard let amount else { throw .argument("amount") }

        if available < amount || nextExpiryAt <= now { settle(at: now) }
        if let first = try firstReply("reserve", key: key, fingerprint: fingerprint) { return first }
        if available < amount { throw Refusal(code: "TH402") }

        let madeAt = given.madeAt ?? now
        sequence += 1
        let reservation = ModelReservation(
            id: given.id ?? "", amount: amount, units: units?.text, lifetime: seconds, madeAt: madeAt,
            expiresAt: given.expiresAt ?? madeAt + seconds * 1_000_000, sequence: sequence)
        heldSince = held == 0 ? madeAt : min(heldSince, madeAt)
        available -= amount
        held += amount
        reservations.append(reservation)
        let reply = Reply(facts: reservation.facts, id: given.id)
        keep(reply, "reserve", key: key, fingerprint: fingerprint)
        return reply
    }

    mutating func confirm(
        _ id: String, amount amountText: String?, overage: String, key: String?, at now: Int
    ) throws(Refusal) -> Reply {
        let amount = try Self.amount(amountText)
        try Self.check(overage: overage)
        try Self.check(key: key)
        let fingerprint = Self.fingerprint(id, amount?.text, overage)
        guard let index = reservations.firstIndex(where: { $0.id == id }), reservations[index].isLive(after: now) else {
            if let first = try firstReply("confirm", key: key, fingerprint: fingerprint) { return first }
            throw whyUnsettleable(id)
        }
        let hold = reservations[index].amount
        let charged = amount ?? hold
        if charged > hold && overage == "reject" { throw .argument("amount") }

        reservations[index].status = "confirmed"
        reservations[index].charged = charged
        reservations[index].draws = draw(min(charged, hold), heldBy: id, at: now)
        held -= hold
        available += hold - min(charged, hold)
        if charged > hold {
            try charge(charged - hold, overage: overage, to: index, at: now)
        } else if nextExpiryAt <= now || (debt > 0 && available > 0) {
            settle(at: now)
        }
        if try firstReply("confirm", key: key, fingerprint: fingerprint) != nil { throw Refusal(code: "TH409") }
        let reply = Reply(facts: reservations[index].facts, id: id)
        keep(reply, "confirm", key: key, fingerprint: fingerprint)
        return reply
    }

    /// Charges what is above a hold: from what is available, then as debt, or not.
    private mutating func charge(_ over: Decimal, overage: String, to index: Int, at now: Int) throws(Refusal) {
        settle(at: now)
        let taken = min(over, available)
        let missing = over - taken
        available -= taken
        reservations[index].draws += draw(taken, heldBy: nil, at: now)
        if missing == 0 { return }
        if overage == "debt" {
            if debt + missing > debtLimit { throw Refusal(code: "TH402") }
            debt += missing
            reservations[index].draws.append(.init(grant: nil, amount: missing))
        } else {
            reservations[index].charged -= missing
            reservations[index].shortfall = missing
        }
    }

    mutating func release(_ id: String, at now: Int) throws(Refusal) -> Reply {
        let reply = try giveBack(id, at: now)
        if nextExpiryAt <= now || debt > 0 { settle(at: now) }
        return reply
    }

    /// A release without what comes after it.
    private mutating func giveBack(_ id: String, at now: Int) throws(Refusal) -> Reply {
        guard let index = reservations.firstIndex(where: { $0.id == id }), reservations[index].isLive(after: now) else {
            throw whyUnsettleable(id)
        }
        reservations[index].status = "released"
        held -= reservations[index].amount
        available += reservations[index].amount
        return Reply(facts: reservations[index].facts, id: id)
    }

    private func whyUnsettleable(_ id: String) -> Refusal {
        guard let reservation = reservations.first(where: { $0.id == id }) else { return .notFound("reservation") }
        return Refusal(code: ["reserved", "expired"].contains(reservation.status) ? "TH411" : "TH410")
    }
}

/// What batches do besides the calls they stand for.
extension ModelAccount {
    /// Before a batch of reservations an account is settled when its stored balance can't decide all of them.
    mutating func prepare(for calls: [Call], at now: Int) {
        var wanted: [Decimal] = []
        for call in calls {
            guard case .reserve(let amount, _, let jobType, let seconds) = call.action else { return }
            do throws(Refusal) {
                let value = try Self.amount(amount)
                try Self.check(jobType: jobType, seconds: seconds)
                try Self.check(key: call.key)
                wanted.append(value ?? 0)
            } catch { continue }
        }
        if wanted.isEmpty { return }
        if nextExpiryAt <= now || available < wanted.reduce(0, +) { settle(at: now) }
    }

    /// A release in a batch: what comes after it comes once, in `finish`.
    mutating func releaseInBatch(_ id: String, at now: Int) -> Reply {
        do throws(Refusal) {
            return try giveBack(id, at: now)
        } catch {
            return Reply(facts: error.facts)
        }
    }

    /// After a batch of releases.
    mutating func finishReleases(at now: Int) {
        if nextExpiryAt <= now || debt > 0 { settle(at: now) }
    }
}
