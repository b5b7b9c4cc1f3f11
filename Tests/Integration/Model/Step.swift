import Foundation

/// Something that happens in a story. What exactly follows from its number and from what is there by then, so that a
/// story stays one when steps are left out.
struct Step: Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing.
    enum Kind: String, Sendable, CaseIterable {
        case grant, reserve, confirm, release, reserveMany, confirmMany, releaseMany
        case refund, revoke, adjust, setDebtLimit, compensate
        case replay, reuse, flawed, wait, balance, past
        /// A sweep and a run of the compensation queue, for all users.
        case chores

        /// How often it happens, relative to others; chores come by themselves.
        var weight: Int {
            switch self {
            case .reserve: 20
            case .confirm: 16
            case .grant: 10
            case .release, .refund, .replay, .flawed, .wait: 6
            case .reserveMany, .confirmMany, .reuse, .adjust: 4
            case .releaseMany, .revoke, .setDebtLimit, .compensate, .balance, .past: 3
            case .chores: 0
            }
        }
    }

    let kind: Kind
    /// Decides everything that is left to chance.
    let number: UInt64

    /// As source, to be played again.
    var description: String { "Step(kind: .\(kind), number: \(number))" }

    /// A step by chance.
    static func random(using random: inout SplitMix64) -> Step {
        var rest = Int.random(in: 0..<Kind.allCases.reduce(0) { $0 + $1.weight }, using: &random)
        let kind = Kind.allCases.first { kind in
            rest -= kind.weight
            return rest < 0
        }
        return Step(kind: kind ?? .balance, number: random.next())
    }
}
