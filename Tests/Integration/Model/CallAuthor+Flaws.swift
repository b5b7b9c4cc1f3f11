import Foundation

extension CallAuthor {
    /// A request with an argument that has to be refused.
    mutating func flawed() -> Request {
        let kind = random.pick([Step.Kind.grant, .reserve, .confirm, .refund, .revoke, .adjust, .setDebtLimit])
        return .single(flaw(call(kind)))
    }

    /// The same call with one argument that has to be refused.
    mutating func flaw(_ call: Call) -> Call {
        var call = call
        if call.operation != nil, random.happens(15) {
            call.key = random.pick(["", String(repeating: "k", count: 201)])
            return call
        }
        let amount = random.pick(["0", "-1", "NaN", "1.00001", "10000000000000.0001"])
        switch call.action {
        case .grant(let sum, let source, let priority, let expiresAt):
            call.action =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .grant(amount: sum, source: "gift", priority: priority, expiresAt: expiresAt)
                case 1: .grant(amount: sum, source: source, priority: priority, expiresAt: Story.now - 1_000_000)
                default: .grant(amount: amount, source: source, priority: priority, expiresAt: expiresAt)
                }
        case .reserve(let sum, let units, let jobType, let seconds):
            call.action =
                switch Int.random(in: 0..<5, using: &random) {
                case 0: .reserve(amount: sum, units: units, jobType: "A Story", seconds: seconds)
                case 1: .reserve(amount: sum, units: units, jobType: jobType, seconds: 86_401)
                case 2: .reserve(amount: nil, units: nil, jobType: jobType, seconds: seconds)
                case 3: .reserve(amount: nil, units: amount, jobType: jobType, seconds: seconds)
                default: .reserve(amount: amount, units: nil, jobType: jobType, seconds: seconds)
                }
        case .confirm(let reservation, let sum, let overage):
            call.action =
                random.happens(50)
                ? .confirm(reservation: reservation, amount: sum, overage: "maybe")
                : .confirm(reservation: reservation, amount: amount, overage: overage)
        case .refund(let reservation, _): call.action = .refund(reservation: reservation, amount: amount)
        case .revoke(let grant, _, let sum): call.action = .revoke(grant: grant, kind: "theft", amount: sum)
        case .adjust: call.action = .adjust(amount: random.pick(["0", "1.00001", "NaN", "-10000000000000.0001"]))
        case .setDebtLimit: call.action = .setDebtLimit(amount: random.pick(["-1", "NaN", "0.00001"]))
        case .release, .compensate, .balance: break
        }
        return call
    }

    /// Some time, from a second to 50 days, that doesn't end right before something happens by itself.
    mutating func wait() -> Step.Resolved {
        let user = Int.random(in: story.accounts.indices, using: &random)
        let unit = random.pick([1, 60, 60, 60, 600, 3600, 86_400])
        let now = Story.now
        var end = now + Int.random(in: 1..<50, using: &random) * unit * 1_000_000
        let points = story.accounts[user].turningPoints.filter { $0 > now }
        while let next = points.first(where: { $0 > end && $0 <= end + Story.margin }) { end = next }
        return .wait(user, end - now)
    }
}
