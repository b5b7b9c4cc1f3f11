internal import HTTPTypes

/// A metered call after its admission, as a state machine without any I/O: told what the provider sends, it says what goes
/// on to the client, and how the call ended. It ends exactly once.
package struct ModelCall: Sendable {
    /// What to do next.
    package enum Action: Sendable, Equatable {
        /// Read on.
        case none
        /// The client gets status and headers, and then these bytes.
        case begin(AnswerHead, [UInt8])
        /// The client gets these bytes.
        case pass([UInt8])
        /// The provider isn't read any more.
        case end(CallEnding)
    }

    /// Why the provider is no longer read though it might send more.
    package enum Interruption: Sendable, Equatable {
        /// It was silent for too long.
        case silence
        /// The client has gone, and the provider had its time to come to an end.
        case drained
        /// The service stops.
        case shutdown
    }

    private enum State {
        /// Forwarded; nothing has come back.
        case waiting
        /// A document that is kept until it is whole, so that a client gets all of it or an error.
        case keeping(AnswerHead, [UInt8])
        /// Bytes go on as they come. The last ones of a document, and those after a stream's proper end, are held until the
        /// call is settled, so that a client that has its answer has been charged.
        case passing(held: [UInt8])
        case ended
    }

    /// Longest document that is kept whole, in bytes; of a longer one only the last piece is held.
    package static let keptBytesMax = 65_536

    private let operation: Operation
    package let provider: Provider
    private let isStream: Bool
    private let outputMax: Int?
    private let requestID: String
    private let request: ModelRequest
    private var state = State.waiting
    private var isRefusal = false
    private var interruption: Interruption?
    /// Reads the answer; nil before it begins, and for one that isn't metered.
    package private(set) var meter: AnswerMeter?
    /// The provider's status, once it answered.
    package private(set) var head: AnswerHead?
    /// Whether the client has left.
    package private(set) var isClientGone = false

    /// - Parameters:
    ///   - request: What was forwarded.
    ///   - outputMax: Tokens that all of the answer may have; nil for no limit.
    ///   - requestID: Shown in error events.
    package init(_ request: ModelRequest, outputMax: Int?, requestID: String) {
        operation = request.operation
        provider = request.provider
        isStream = request.isStream
        // Only what is metered by: the body may be large, and is done with once it was sent.
        self.request = request.withoutBody
        self.outputMax = outputMax
        self.requestID = requestID
    }

    /// Whether a stream's proper end has come, so that little more is to be expected.
    package var isPastEnd: Bool {
        guard case .passing = state, let meter, meter.framing == .events else { return false }
        return meter.ending != .open
    }

    /// Whether the provider has begun to answer.
    package var hasHead: Bool { head != nil }

    /// Whether it is over.
    package var hasEnded: Bool {
        if case .ended = state { true } else { false }
    }

    /// The client has left. The provider is read on for a while, to learn what it will bill.
    package mutating func clientLeft() {
        isClientGone = true
    }

    /// The provider is to be read no longer. How the call ended is decided when reading has stopped.
    package mutating func interrupt(_ reason: Interruption) {
        if interruption == nil { interruption = reason }
    }

    /// Status and headers have come.
    package mutating func receive(_ head: AnswerHead) -> Action {
        guard case .waiting = state else { return .none }
        self.head = head
        guard head.isSuccess || head.isRefusal else {
            return end(.refused, .problem(.modelFailed("refused")))
        }
        guard !head.isEncoded else { return end(.garbled, .problem(.modelFailed("garbled"))) }
        isRefusal = head.isRefusal
        if !isRefusal, !operation.isFree { meter = AnswerMeter(request, contentType: head.headers[.contentType]) }
        guard head.isSuccess, isStream else {
            state = .keeping(head, [])
            return .none
        }
        state = .passing(held: [])
        return .begin(head, [])
    }

    /// A piece of the body has come.
    package mutating func receive(_ bytes: [UInt8]) -> Action {
        switch state {
        case .waiting, .ended: return .none
        case .keeping(let head, var kept):
            kept += read(bytes)
            guard kept.count > Self.keptBytesMax else {
                state = .keeping(head, kept)
                return .none
            }
            state = .passing(held: [])
            return .begin(head, kept)
        case .passing(let held):
            let next = read(bytes)
            if isStream, let outputMax, let meter, meter.isBeyond(outputMax) {
                // What would pass the cap isn't given away.
                return breakOff(.stopped, .modelStopped)
            }
            guard isStream, !isPastEnd else {
                state = .passing(held: next)
                return held.isEmpty ? .none : .pass(held)
            }
            return .pass(next)
        }
    }

    /// The body has ended as HTTP wants it.
    package mutating func providerEnded() -> Action {
        switch state {
        case .waiting: return providerFailed()
        case .ended: return .none
        case .keeping(let head, var kept):
            if isRefusal { return end(.refused, .answer(head, kept)) }
            kept += meter?.finish() ?? []
            if isUnreadable { return end(.garbled, .problem(.modelFailed("garbled"))) }
            return end(documentOutcome, .answer(head, kept))
        case .passing(var held):
            if isRefusal { return end(.refused, .rest(held)) }
            held += meter?.finish() ?? []
            state = .passing(held: held)
            guard isStream else {
                return isUnreadable ? end(.garbled, .brokenOff) : end(documentOutcome, .rest(held))
            }
            switch meter?.ending {
            case .ended, nil: return end(.completed, .rest(held))
            case .failed: return end(hasProduced ? .cut : .garbled, .rest(held))
            case .open: return breakOff(hasProduced ? .cut : .garbled, .modelFailed("cut"))
            }
        }
    }

    /// The connection broke, or could not be made, or reading was stopped.
    package mutating func providerFailed() -> Action {
        if case .ended = state { return .none }
        // Its proper end had come; it only didn't hang up.
        if isPastEnd { return providerEnded() }
        switch interruption {
        case .silence: return breakOff(.timedOut, .modelFailed("timed out"))
        case .drained: return end(.clientGone, .brokenOff)
        case .shutdown: return breakOff(hasProduced ? .cut : .timedOut, .modelFailed("interrupted"))
        case nil:
            guard hasHead else { return end(.unreachable, .problem(.modelFailed("unreachable"))) }
            if isRefusal { return breakOff(.refused, .modelFailed("cut")) }
            return breakOff(hasProduced ? .cut : .garbled, .modelFailed("cut"))
        }
    }

    private mutating func read(_ bytes: [UInt8]) -> [UInt8] {
        guard var meter else { return bytes }
        // Taken out meanwhile, so that it isn't copied.
        self.meter = nil
        defer { self.meter = meter }
        if meter.filters { return meter.take(bytes) }
        meter.read(bytes)
        return bytes
    }

    private var hasProduced: Bool { meter.map { $0.hasOutput || $0.usage != nil } ?? false }

    /// Whether a document came to its end without being one.
    private var isUnreadable: Bool { meter?.isGarbled ?? false }

    /// A document may say that the provider failed.
    private var documentOutcome: CallOutcome {
        guard meter?.ending == .failed else { return .completed }
        return hasProduced ? .cut : .refused
    }

    /// Ends with the provider's own error event where the client can still be told, else with an error or an abrupt end.
    private mutating func breakOff(_ outcome: CallOutcome, _ problem: Problem) -> Action {
        guard case .passing(let held) = state else { return end(outcome, .problem(problem)) }
        guard let meter, meter.framing == .events else { return end(outcome, .brokenOff) }
        let event = ProviderProblem.event(
            problem, of: provider, operation: operation, requestID: requestID, interrupts: !meter.isBetweenEvents)
        return end(outcome, .rest(held + event))
    }

    private mutating func end(_ outcome: CallOutcome, _ farewell: CallEnding.Farewell) -> Action {
        state = .ended
        // Whoever leaves pays for what was produced, however that came to its end.
        let isTheirs = isClientGone && [.completed, .cut, .stopped].contains(outcome)
        return .end(CallEnding(outcome: isTheirs ? .clientGone : outcome, farewell: farewell))
    }
}

extension Problem {
    /// The provider gave no answer that could be passed on. Trying again may help.
    ///
    /// - Parameter reason: `unreachable`, `refused`, `timed out`, `cut`, `garbled` or `interrupted`.
    static func modelFailed(_ reason: String) -> Problem {
        Problem(.badGateway, "TH502", "the provider did not answer", details: reason)
    }

    /// An answer grew beyond what was held for it.
    static let modelStopped = Problem(
        .init(code: 402), "TH451", "limit exceeded", details: "output",
        hint: "the answer passed what was held for it", headers: [.shouldRetry: "false"])
}

extension ModelRequest {
    /// Without what was sent.
    fileprivate var withoutBody: ModelRequest {
        ModelRequest(
            provider: provider, operation: operation, model: model, isStream: isStream, measure: measure, body: [])
    }
}
