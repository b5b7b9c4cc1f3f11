internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import Synchronization

/// A call on its way: one task reads the provider and settles, while a clock watches that nobody waits for ever.
final class RunningCall: Sendable {
    /// How long a client that has left, or reads nothing, is worked for.
    static let graceAfterLeaving: Duration = .seconds(60)
    /// How long a client may read nothing while bytes wait for it.
    static let clientPatience: Duration = .seconds(60)
    /// How long a provider whose stream has ended may take to hang up.
    static let lingering: Duration = .milliseconds(500)
    /// Longest time between two notes of a call of which nothing is new.
    static let noteAtLeast: Duration = .seconds(15)
    /// Shortest, once there is output.
    static let noteAtMost: Duration = .seconds(2)

    private struct Guarded {
        var call: ModelCall
        var reading: Task<Void, Never>?
        var isInterrupted = false
        /// When the provider was last heard of.
        var heardAt: ContinuousClock.Instant
        /// Since when the client keeps bytes waiting.
        var blockedAt: ContinuousClock.Instant?
        var leftAt: ContinuousClock.Instant?
        var firstOutputAt: ContinuousClock.Instant?
        var notedAt: ContinuousClock.Instant
        var notedBytes = -1
        var outcome: CallOutcome?
    }

    /// Nil for what costs nothing.
    let admitted: AdmittedCall?
    let requestID: String
    /// Where the answer comes out.
    let pipe = AnswerPipe()
    private let connection: ClientConnection?
    private let startedAt: ContinuousClock.Instant
    private let guarded: Mutex<Guarded>

    init(_ call: ModelCall, admitted: AdmittedCall?, requestID: String, connection: ClientConnection?) {
        self.admitted = admitted
        self.requestID = requestID
        self.connection = connection
        startedAt = .now
        guarded = Mutex(Guarded(call: call, heardAt: startedAt, notedAt: startedAt))
    }

    /// How it ended; nil until it was settled.
    var outcome: CallOutcome? { guarded.withLock { $0.outcome } }

    /// Sends the call and sees it to its end.
    ///
    /// - Parameter whenOver: Told once it has been settled.
    func start(
        _ sent: ModelUpstream.Call, to upstream: ModelUpstream, desk: CallDesk, whenOver: @escaping @Sendable () -> Void
    ) {
        let task = Task(executorPreference: EventLoopExecutor.shared) {
            let ending = await self.read(sent, from: upstream)
            await self.end(ending, desk)
            whenOver()
        }
        let isLate = guarded.withLock { guarded in
            guarded.reading = task
            return guarded.isInterrupted
        }
        if isLate { task.cancel() }
    }

    /// Ends a call that isn't sent, since nobody waits for it.
    func drop(_ desk: CallDesk) async {
        guard let admitted else { return }
        await desk.settle(item(.unreachable, of: admitted), of: admitted.userID)
    }

    private func read(_ sent: ModelUpstream.Call, from upstream: ModelUpstream) async -> CallEnding {
        var ending: CallEnding?
        do {
            let (head, body) = try await upstream.send(sent)
            ending = await carryOut { $0.receive(head) }
            if ending == nil {
                for try await buffer in body {
                    ending = await carryOut { $0.receive(Array(buffer.readableBytesView)) }
                    if ending != nil { break }
                }
            }
            if ending == nil {
                // A cancelled task sees the end of the sequence, too.
                let isCancelled = Task.isCancelled
                ending = await carryOut { isCancelled ? $0.providerFailed() : $0.providerEnded() }
            }
        } catch {
            ending = await carryOut { $0.providerFailed() }
        }
        guard let ending else { preconditionFailure("a call that is read no longer has ended") }
        return ending
    }

    /// Tells the state machine what has happened and does what it says.
    private func carryOut(_ event: (inout ModelCall) -> ModelCall.Action) async -> CallEnding? {
        let action = guarded.withLock { guarded in
            guarded.heardAt = .now
            let action = event(&guarded.call)
            if guarded.firstOutputAt == nil, guarded.call.meter?.hasOutput == true { guarded.firstOutputAt = .now }
            return action
        }
        switch action {
        case .none: return nil
        case .begin(let head, let bytes):
            pipe.open(.stream(head))
            await pass(bytes)
        case .pass(let bytes): await pass(bytes)
        case .end(let ending): return ending
        }
        return nil
    }

    /// At the client's pace; that time isn't the provider's.
    private func pass(_ bytes: [UInt8]) async {
        guard !bytes.isEmpty else { return }
        guarded.withLock { $0.blockedAt = .now }
        let isRead = await pipe.send(bytes)
        guarded.withLock { guarded in
            guarded.blockedAt = nil
            guarded.heardAt = .now
        }
        if !isRead { clientLeft() }
    }

    /// Settles, then tells the client.
    private func end(_ ending: CallEnding, _ desk: CallDesk) async {
        if let admitted { await desk.settle(item(ending.outcome, of: admitted), of: admitted.userID) }
        guarded.withLock { $0.outcome = ending.outcome }
        switch ending.farewell {
        case .answer(let head, let bytes): pipe.open(.whole(head, bytes))
        case .problem(let problem): pipe.open(.problem(problem))
        case .rest(let bytes): pipe.close(bytes)
        case .brokenOff:
            pipe.open(.problem(.modelFailed("interrupted")))
            pipe.close(brokenOff: true)
        }
    }

    /// The client reads no more.
    func clientLeft() {
        guarded.withLock { guarded in
            guard guarded.leftAt == nil, !guarded.call.hasEnded else { return }
            guarded.leftAt = .now
            guarded.call.clientLeft()
        }
        pipe.abandon()
    }

    /// Whoever asked wants no more. What was produced is theirs, and the pipe ends once that was settled.
    func stop() {
        guarded.withLock { $0.call.clientLeft() }
        interrupt(.drained)
    }

    /// Reads the provider no more.
    func interrupt(_ reason: ModelCall.Interruption) {
        let task = guarded.withLock { guarded -> Task<Void, Never>? in
            guard !guarded.call.hasEnded else { return nil }
            guarded.isInterrupted = true
            guarded.call.interrupt(reason)
            return guarded.reading
        }
        task?.cancel()
        // Nobody waits for a client meanwhile.
        if reason == .shutdown, guarded.withLock({ $0.blockedAt != nil }) { pipe.abandon() }
    }

    /// Looks whether anybody has waited for too long.
    func look(at now: ContinuousClock.Instant, _ configuration: AIConfiguration) {
        if connection?.hasEnded == true { clientLeft() }
        let reason = guarded.withLock { guarded -> ModelCall.Interruption? in
            if guarded.call.hasEnded || guarded.isInterrupted { return nil }
            if let left = guarded.leftAt, now - left > Self.graceAfterLeaving { return .drained }
            if guarded.blockedAt != nil { return nil }
            let patience =
                guarded.call.isPastEnd
                ? Self.lingering
                : guarded.call.hasHead ? configuration.silenceTimeout : configuration.firstByteTimeout
            return now - guarded.heardAt > patience ? .silence : nil
        }
        if let reason { return interrupt(reason) }
        let isStuck = guarded.withLock { guarded in
            guarded.blockedAt.map { now - $0 > Self.clientPatience } ?? false
        }
        if isStuck { clientLeft() }
    }

    /// What is worth reporting of it; nil until it was settled, and for what costs nothing.
    var report: CalledModel? {
        let (call, first, outcome) = guarded.withLock { ($0.call, $0.firstOutputAt, $0.outcome) }
        guard admitted != nil, let outcome else { return nil }
        return CalledModel(
            provider: call.provider, outcome: outcome, took: ContinuousClock.now - startedAt,
            firstToken: first.map { $0 - startedAt }, usage: call.meter?.usage)
    }

    /// What it has used so far, as an item of `ai.note_many`; nil when there is nothing to tell yet.
    func note(at now: ContinuousClock.Instant) -> String? {
        guard let admitted else { return nil }
        return guarded.withLock { guarded -> String? in
            guard !guarded.call.hasEnded else { return nil }
            let meter = guarded.call.meter
            let bytes = meter?.outputBytes ?? 0
            let since = now - guarded.notedAt
            let isFirst = guarded.notedBytes <= 0 && meter?.hasOutput == true
            guard isFirst || since >= Self.noteAtLeast || (bytes != guarded.notedBytes && since >= Self.noteAtMost)
            else { return nil }
            guarded.notedAt = now
            guarded.notedBytes = max(bytes, isFirst ? 1 : 0)
            return """
                {\(admitted.json),"usage":\(meter?.usage?.json ?? "null"),"output_bytes":\(bytes),\
                "has_output":\(meter?.hasOutput ?? false)}
                """
        }
    }

    /// What is to be settled, as an item of `ai.settle_many`.
    private func item(_ outcome: CallOutcome, of admitted: AdmittedCall) -> String {
        let (call, first) = guarded.withLock { ($0.call, $0.firstOutputAt) }
        let meter = call.meter
        let status = call.head.map { String($0.status) } ?? "null"
        return """
            {"request_id":\(JSONText.quoted(requestID)),\(admitted.json),"outcome":"\(outcome.rawValue)",\
            "has_output":\(meter?.hasOutput ?? false),"usage":\(meter?.usage?.json ?? "null"),\
            "usage_is_final":\(meter?.isFinal ?? false),"output_bytes":\(meter?.outputBytes ?? 0),\
            "raw_usage":\(meter?.rawUsage ?? "null"),\
            "provider_request_id":\(call.head?.providerRequestID.map(JSONText.quoted) ?? "null"),\
            "provider_status":\(status),"service_tier":\(meter?.serviceTier.map(JSONText.quoted) ?? "null"),\
            "latency_ms":\((ContinuousClock.now - startedAt).milliseconds),\
            "first_token_ms":\(first.map { String(($0 - startedAt).milliseconds) } ?? "null")}
            """
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
