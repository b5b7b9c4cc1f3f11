/// A call of the ledger, with the arguments as they are sent.
struct Call: Sendable, Hashable {
    /// What is asked for. Amounts are text, since bad ones are sent too; times are microseconds since 1970.
    enum Action: Sendable, Hashable {
        case grant(amount: String, source: String, priority: Int, expiresAt: Int?)
        case reserve(amount: String?, units: String?, jobType: String, seconds: Int)
        case confirm(reservation: String, amount: String?, overage: String)
        case release(reservation: String)
        case refund(reservation: String, amount: String?)
        case revoke(grant: String, kind: String, amount: String?)
        case adjust(amount: String)
        case setDebtLimit(amount: String)
        case compensate(reservation: String, amount: String?)
        case balance
    }

    let user: String
    var action: Action
    var key: String?

    /// What the key is for; nil for a call that takes none.
    var operation: String? {
        switch action {
        case .grant: "grant"
        case .reserve: "reserve"
        case .confirm: "confirm"
        case .refund: "refund"
        case .revoke: "revoke"
        case .adjust: "adjust"
        case .release, .setDebtLimit, .compensate, .balance: nil
        }
    }
}

/// What goes to the database in one trip.
enum Request: Sendable, Hashable {
    case single(Call)
    /// Calls of one kind: reserve, confirm or release.
    case batch([Call])

    /// Its calls, in order.
    var calls: [Call] {
        switch self {
        case .single(let call): [call]
        case .batch(let calls): calls
        }
    }
}
