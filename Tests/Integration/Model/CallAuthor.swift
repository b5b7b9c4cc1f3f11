import Foundation

/// Writes calls that fit, more or less, what is there.
struct CallAuthor {
    var random: SplitMix64
    let story: Story

    /// One call.
    mutating func call(_ kind: Step.Kind) -> Call {
        let account = random.pick(story.accounts)
        var call = Call(user: account.user, action: action(kind, account))
        // One whose reply may be lost needs a key, to be sent again.
        if call.operation != nil, story.isDisturbed || random.happens(35) { call.key = newKey() }
        // Somebody else's reservation or grant.
        if random.happens(2), kind != .reserve, kind != .grant {
            return Call(user: random.pick(story.accounts).user, action: call.action, key: call.key)
        }
        return call
    }

    /// Calls of one kind for one batch, some of them with the same key or for the same reservation, some flawed.
    mutating func calls(_ kind: Step.Kind) -> [Call] {
        var calls: [Call] = []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            var next = call(kind)
            if let earlier = calls.last, random.happens(8) {
                next = earlier
            } else if random.happens(5) {
                next = flaw(next)
            }
            if let key = calls.last?.key, next.key?.isEmpty == false, random.happens(8) { next.key = key }
            if random.happens(3) {
                next = Call(user: UUID().uuidString.lowercased(), action: next.action, key: next.key)
            }
            calls.append(next)
        }
        return calls
    }

    /// A call that was sent before, as it was.
    mutating func replay() -> Call? {
        story.keyed.isEmpty ? nil : random.pick(story.keyed)
    }

    /// Another request under a key that was used.
    mutating func reuse() -> Call? {
        guard var call = replay() else { return nil }
        switch call.action {
        case .grant(let amount, let source, let priority, _):
            call.action = .grant(amount: amount, source: source, priority: priority + 1, expiresAt: nil)
        case .reserve(_, _, let jobType, let seconds):
            call.action = .reserve(amount: "0.0001", units: nil, jobType: jobType, seconds: seconds)
        case .confirm(_, let amount, let overage):
            call.action = .confirm(
                reservation: reservation(random.pick(story.accounts)), amount: amount, overage: overage)
        case .refund(let reservation, _): call.action = .refund(reservation: reservation, amount: "0.0001")
        case .revoke(let grant, _, _): call.action = .revoke(grant: grant, kind: "refund", amount: "0.0002")
        case .adjust: call.action = .adjust(amount: "0.0003")
        default: return nil
        }
        return call
    }

    private mutating func newKey() -> String { String(random.next(), radix: 36) }

    private mutating func action(_ kind: Step.Kind, _ account: ModelAccount) -> Call.Action {
        switch kind {
        case .grant: grant()
        case .reserve: reserve(account)
        case .confirm: confirm(account)
        case .release: .release(reservation: reservation(account))
        case .refund: .refund(reservation: reservation(account, "confirmed"), amount: part())
        case .revoke:
            .revoke(
                grant: account.grants.isEmpty ? UUID().uuidString : random.pick(account.grants).id,
                kind: random.pick(["refund", "chargeback", "adjustment"]), amount: part())
        case .adjust: .adjust(amount: (random.happens(60) ? "-" : "") + random.amount(upTo: 30))
        case .setDebtLimit: .setDebtLimit(amount: random.happens(30) ? "0" : random.amount(upTo: 40))
        case .compensate: .compensate(reservation: reservation(account, "confirmed"), amount: part())
        default: .balance
        }
    }

    private mutating func grant() -> Call.Action {
        let source = random.pick(["purchase", "promotion", "subscription", "compensation", "signup_bonus"])
        // In minutes; many are short, so that they end while something is held of them.
        let lifetime: Int? =
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<3: nil
            case 3..<8: Int.random(in: 20...240, using: &random)
            default: Int.random(in: 20...20_000, using: &random)
            }
        return .grant(
            amount: random.amount(upTo: random.pick([8, 25, 60])), source: source,
            priority: random.pick([-1, 100, 100, 100, 200]),
            expiresAt: lifetime.map { Story.now + $0 * 60_000_000 })
    }

    private mutating func reserve(_ account: ModelAccount) -> Call.Action {
        let most = min(max(NSDecimalNumber(decimal: account.available).intValue, 1), 40)
        let byUnits = random.happens(20)
        let amount = random.amount(upTo: random.happens(80) ? max(most / 2, 1) : most + 10)
        return .reserve(
            amount: byUnits ? nil : amount, units: byUnits ? amount : nil,
            jobType: random.pick(["book", "story", "image"]),
            seconds: random.happens(35) ? 900 : Int.random(in: 900...86_400, using: &random))
    }

    private mutating func confirm(_ account: ModelAccount) -> Call.Action {
        let id = reservation(account)
        let held = account.reservations.first { $0.id == id }?.amount ?? 1
        let overage = random.pick(["reject", "available", "debt"])
        let amount: Decimal? =
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: nil
            case 4..<7: max((held / Decimal(Int.random(in: 2...5, using: &random))).rounded(.down), 0.0001)
            case 7: held
            default: held + (Decimal(exactly: random.amount(upTo: 20)) ?? 1)
            }
        return .confirm(reservation: id, amount: amount?.text, overage: overage)
    }

    /// A reservation, most often one of this status, among the last.
    private mutating func reservation(_ account: ModelAccount, _ status: String = "reserved") -> String {
        let fitting = account.reservations.suffix(40).filter { $0.status == status }
        if !fitting.isEmpty, random.happens(85) { return random.pick(fitting).id }
        if !account.reservations.isEmpty, random.happens(90) { return random.pick(account.reservations).id }
        return UUID().uuidString.lowercased()
    }

    private mutating func part() -> String? { random.happens(50) ? nil : random.amount(upTo: 8) }
}
