/// How long one exchange waits for the server, and when it asks it to cancel.
package struct Patience {
    /// What to do when a wait has ended without an answer.
    package enum Decision: Equatable {
        case wait, sendCancel, giveUp
    }

    private let end: ContinuousClock.Instant?
    private var nextCancel: ContinuousClock.Instant?
    private var cancelsSent = 0

    /// - Parameter deadline: When to give up on the server; nil for never.
    package init(deadline: ContinuousClock.Instant?) {
        end = deadline
    }

    /// When to look again at the latest.
    package var deadline: ContinuousClock.Instant? {
        guard let nextCancel else { return end }
        return end.map { min($0, nextCancel) } ?? nextCancel
    }

    /// Decides, and counts a cancel request as sent.
    package mutating func next(isCancelled: Bool, now: ContinuousClock.Instant) -> Decision {
        if let end, now >= end { return .giveUp }
        guard isCancelled else { return .wait }
        if let nextCancel, now < nextCancel { return .wait }
        guard cancelsSent < Connection.cancelAttempts else { return .giveUp }
        cancelsSent += 1
        nextCancel = now + Connection.cancelInterval
        return .sendCancel
    }
}
