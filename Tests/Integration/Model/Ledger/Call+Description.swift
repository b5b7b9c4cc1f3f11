extension Call: CustomStringConvertible {
    /// The call as one reads it, its user by the first characters of the id.
    var description: String {
        let arguments: [String?] =
            switch action {
            case .grant(let amount, let source, let priority, let expiresAt):
                [amount, source, "priority \(priority)", expiresAt.map { "until \($0)" }]
            case .reserve(let amount, let units, let jobType, let seconds):
                [amount, units.map { "\($0) units" }, jobType, "\(seconds) s"]
            case .confirm(let reservation, let amount, let overage): [reservation, amount, overage]
            case .release(let reservation): [reservation]
            case .refund(let reservation, let amount): [reservation, amount]
            case .revoke(let grant, let kind, let amount): [grant, kind, amount]
            case .adjust(let amount), .setDebtLimit(let amount): [amount]
            case .compensate(let reservation, let amount): [reservation, amount]
            case .balance: []
            }
        let name = "\(action)".prefix { $0 != "(" }.split(separator: ".").last ?? ""
        let all = arguments.compactMap { $0 } + [key.map { "key \($0)" }].compactMap { $0 }
        return "\(user.prefix(8)) \(name)(\(all.joined(separator: ", ")))"
    }
}

extension Request: CustomStringConvertible {
    /// The calls, a line each.
    var description: String {
        switch self {
        case .single(let call): "\(call)"
        case .batch(let calls): "a batch\n" + calls.map { "        \($0)" }.joined(separator: "\n")
        }
    }
}

extension Reply: CustomStringConvertible {
    /// What it says, and the row's id where known.
    var description: String { id.map { "\(facts) (\($0))" } ?? facts }
}
