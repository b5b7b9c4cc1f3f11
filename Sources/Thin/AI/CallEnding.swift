/// How a metered call ended, as `ai.settle_many` takes it.
package enum CallOutcome: String, Sendable, CaseIterable {
    /// The provider's answer ended as it should.
    case completed
    /// The client left; what was produced is charged.
    case clientGone = "client_gone"
    /// The provider answered with an error before any output.
    case refused
    /// No answer at all.
    case unreachable
    /// Silence, before or after output.
    case timedOut = "timed_out"
    /// The answer broke off.
    case cut
    /// An answer that can't be read.
    case garbled
    /// It passed its cap and was stopped.
    case stopped
}

/// What becomes of a call and of its client once it is over. It is settled first, and then the client is told.
package struct CallEnding: Sendable, Equatable {
    /// What the client still gets.
    package enum Farewell: Sendable, Equatable {
        /// The whole answer at once; nothing has gone before.
        case answer(AnswerHead, [UInt8])
        /// An error; nothing has gone before.
        case problem(Problem)
        /// The last bytes, and the end.
        case rest([UInt8])
        /// The last bytes, and no end: a document that is cut off can't say so itself.
        case brokenOff
    }

    package let outcome: CallOutcome
    package let farewell: Farewell

    package init(outcome: CallOutcome, farewell: Farewell) {
        self.outcome = outcome
        self.farewell = farewell
    }
}
