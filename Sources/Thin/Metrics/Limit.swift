/// What a request was refused by.
package enum Limit: String, Sendable, CaseIterable {
    /// There are not enough credits.
    case credits
    /// It was asked too often.
    case rate
    /// A limit of a plan, or a budget.
    case plan
    /// What is asked for is switched off.
    case switchedOff = "switched_off"
    /// Too many wait already.
    case queue

    /// - Parameter code: Of the error that was answered; nil for one that is no limit's.
    package init?(code: String) {
        switch code {
        case "TH402": self = .credits
        case "TH429": self = .rate
        case "TH451": self = .plan
        case "TH503": self = .switchedOff
        case "PGRST003": self = .queue
        default: return nil
        }
    }
}
