import Foundation

/// Which hold has which part of which grant.
extension ModelAccount {
    /// Part of a grant, by its index: what a reservation holds of it, or what none does.
    struct Share {
        let holder: String?
        let grant: Int
        let amount: Decimal
    }

    /// All shares: holds claim grants in the order in which they were made, each the first in draw order that was there
    /// and unexpired then, and that earlier ones have left. What is unheld comes last.
    ///
    /// - Parameters:
    ///   - settling: A reservation that counts as live whatever its status.
    ///   - liveAfter: Reservations that expire by then don't count.
    func shares(settling: String? = nil, liveAfter: Int = .min) -> [Share] {
        let lots = grants.indices.filter { grants[$0].remaining > 0 }.sorted { grants[$0].precedes(grants[$1]) }
        var left = Dictionary(uniqueKeysWithValues: lots.map { ($0, grants[$0].remaining) })
        var shares: [Share] = []
        for hold in reservations where hold.isLive(after: liveAfter) || hold.id == settling {
            var need = hold.amount
            for lot in lots where grants[lot].sequence < hold.sequence && !grants[lot].isExpired(at: hold.madeAt) {
                let take = min(left[lot, default: 0], need)
                if take == 0 { continue }
                left[lot, default: 0] -= take
                need -= take
                shares.append(Share(holder: hold.id, grant: lot, amount: take))
            }
        }
        return shares
            + lots.map { Share(holder: nil, grant: $0, amount: left[$0, default: 0]) }.filter { $0.amount > 0 }
    }

    /// Takes credits out of what a reservation holds, or of what none does and hasn't expired.
    ///
    /// - Returns: What was taken from which grant.
    mutating func draw(_ amount: Decimal, heldBy holder: String?, at now: Int) -> [ModelReservation.Draw] {
        var left = amount
        var draws: [ModelReservation.Draw] = []
        for share in shares(settling: holder) where share.holder == holder && left > 0 {
            if holder == nil && grants[share.grant].isExpired(at: now) { continue }
            let take = min(left, share.amount)
            left -= take
            grants[share.grant].remaining -= take
            draws.append(.init(grant: share.grant, amount: take))
        }
        precondition(left == 0, "grants cover what is drawn")
        return draws
    }

    /// Brings the account up to date: stale reservations end, expired grants lapse as far as nothing holds them, debt
    /// is repaid.
    mutating func settle(at now: Int) {
        for index in reservations.indices where reservations[index].isStale(at: now) {
            reservations[index].status = "expired"
            held -= reservations[index].amount
            available += reservations[index].amount
        }
        if nextExpiryAt <= now {
            for share in shares() where share.holder == nil && grants[share.grant].isExpired(at: now) {
                available -= share.amount
                grants[share.grant].remaining -= share.amount
                grants[share.grant].lapsed += share.amount
            }
        }
        let repaid = min(debt, available)
        if repaid > 0 {
            available -= repaid
            debt -= repaid
            _ = draw(repaid, heldBy: nil, at: now)
        }
        if held > 0 { heldSince = reservations.filter { $0.status == "reserved" }.map(\.madeAt).min() ?? .max }
        nextExpiryAt = grants.filter { $0.remaining > 0 }.compactMap(\.expiresAt).min() ?? .max
    }

    /// Settles if a sweep would find something to do.
    mutating func sweep(at now: Int) {
        let hour = 3_600_000_000
        let isBehind = held > 0 && (heldSince < now - hour || reservations.contains { $0.isStale(at: now) })
        if nextExpiryAt <= now || isBehind { settle(at: now) }
    }

    /// Available, held and owed as a reader sees them, settled or not.
    func balance(at now: Int) -> String {
        let stale = reservations.filter { $0.isStale(at: now) }.reduce(0) { $0 + $1.amount }
        var lapsed: Decimal = 0
        if nextExpiryAt <= now {
            for share in shares(liveAfter: now) where share.holder == nil && grants[share.grant].isExpired(at: now) {
                lapsed += share.amount
            }
        }
        let free = available + stale - lapsed
        let repaid = min(debt, free)
        return "\((free - repaid).text) \((held - stale).text) \((debt - repaid).text)"
    }

    /// Available, held and owed as they are stored.
    var stored: String { "\(available.text) \(held.text) \(debt.text)" }

    /// What will change by itself, in microseconds: a wait must not end right before one.
    var turningPoints: [Int] {
        reservations.filter { $0.status == "reserved" }.map(\.expiresAt)
            + grants.filter { $0.remaining > 0 }.compactMap(\.expiresAt)
            + (heldSince < .max ? [heldSince + 3_600_000_000] : [])
    }
}

extension ModelReservation {
    /// Whether it is reserved and doesn't expire by a time.
    func isLive(after time: Int) -> Bool { status == "reserved" && expiresAt > time }

    /// Whether it is reserved but out of time.
    func isStale(at time: Int) -> Bool { status == "reserved" && expiresAt <= time }
}
