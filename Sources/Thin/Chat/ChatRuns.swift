internal import NIOCore
internal import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// Carries out runs, each to its end whether or not its client stays: that is what it can come back for.
package final class ChatRuns: Service {
    /// Longest answer, in bytes of text; the database keeps no longer message.
    static let answerBytesMax = 1_000_000
    /// Time after which a silent run is noted, and its followers are told that it goes on.
    static let noteInterval: Duration = .seconds(2)
    /// Notes of a silent run after which its followers' connections need a sign of life.
    static let notesToTick = 7
    /// Pause before the database is told again what it couldn't be.
    static let retryPause: Duration = .milliseconds(500)
    /// How often.
    static let triesMax = 40
    /// Longest title that a model's answer is read for, in bytes.
    static let titleBytesMax = 4096

    let store: ChatStore
    let models: ModelGateway
    private let observe: @Sendable (Observation) -> Void
    private let guarded = Mutex(Guarded())

    private struct Guarded {
        var runs: [String: ChatRun] = [:]
        var isStopping = false
        var working = 0
        var idle: CheckedContinuation<Void, Never>?
    }

    init(store: ChatStore, models: ModelGateway, observe: @escaping @Sendable (Observation) -> Void) {
        self.store = store
        self.models = models
        self.observe = observe
    }

    /// The run of that id, if this instance carries it out.
    func find(_ id: String?) -> ChatRun? {
        guard let id else { return nil }
        return guarded.withLock { $0.runs[id] }
    }

    /// Stops what a session is answering here.
    func stop(sessionID: String) {
        let run = guarded.withLock { guarded in
            guarded.runs.values.first { $0.sessionID.lowercased() == sessionID.lowercased() }
        }
        run?.stop()
    }

    /// Has a run's call admitted and carries it out in a task of its own.
    ///
    /// - Throws: `Problem` for a call that isn't admitted; then nothing is left of the run.
    func start(_ run: ChatRun, _ prompt: ChatPrompt) async throws(Problem) {
        // In a task of its own, so that a client that leaves in between leaves no run behind.
        let work = Task(executorPreference: EventLoopExecutor.shared) { () -> Problem? in
            self.begin(run)
            let running: RunningCall
            do throws(Problem) {
                running = try await self.models.start(prompt, isStream: true, for: run).running
            } catch {
                _ = await self.end(run, .refused)
                return error
            }
            run.begin(running)
            Task(executorPreference: EventLoopExecutor.shared) { await self.carryOut(run, running, prompt.provider) }
            return nil
        }
        if let problem = await work.value { throw problem }
    }

    private func carryOut(_ run: ChatRun, _ running: RunningCall, _ provider: Provider) async {
        let notes = Task(executorPreference: EventLoopExecutor.shared) { await self.note(run) }
        let ending = await tell(run, running, provider)
        notes.cancel()
        if let title = await end(run, ending), !guarded.withLock({ $0.isStopping }) {
            await name(run, title)
        }
        leave()
    }

    /// Keeps the answer piece by piece, each made of all that came while the one before was kept, and tells it then.
    private func tell(_ run: ChatRun, _ running: RunningCall, _ provider: Provider) async -> ChatRun.Ending {
        let head: AnswerHead
        switch await running.pipe.opening() {
        case .problem(let problem): return run.isStopRequested ? .stopped : .failed(problem.code)
        case .whole(let answered, let bytes):
            guard answered.isSuccess else { return .failed("TH502") }
            return await keep(AnswerText.text(of: bytes, from: provider), of: run) ? .finished : .failed("TH502")
        case .stream(let answered): head = answered
        }
        guard head.isSuccess else { return .failed("TH502") }
        var text = AnswerText(of: provider)
        var count = 0
        var isKept = true
        while true {
            let piece: String
            let isLast: Bool
            switch await running.pipe.next() {
            case .bytes(let buffer): (piece, isLast) = (text.take(buffer.readableBytesView), false)
            case .end, .brokenOff: (piece, isLast) = (text.finish(), true)
            }
            count += piece.utf8.count
            if isKept {
                // If not, the answer is too long, another run has taken its place, or the database is away for good.
                isKept = count <= Self.answerBytesMax
                if isKept { isKept = await keep(piece, of: run) }
                if !isKept { run.stop() }
            }
            if isLast { return Self.ending(running.outcome, run) }
        }
    }

    private static func ending(_ outcome: CallOutcome?, _ run: ChatRun) -> ChatRun.Ending {
        switch outcome {
        case .completed: .finished
        case _ where run.isStopRequested: .stopped
        case .stopped: .failed("TH451")
        default: .failed("TH502")
        }
    }

    /// - Returns: Whether it was kept.
    private func keep(_ text: String, of run: ChatRun) async -> Bool {
        guard !text.isEmpty else { return true }
        guard let last = run.lastOrdinal else { return false }
        let note = await trying(run) { () async throws(PostgresError) in
            try await self.store.append(text, at: last + 1, to: run)
        }
        guard let note, note.isLive, let event = note.event else { return false }
        run.tell(event)
        if note.isStopRequested { run.stop() }
        return true
    }

    /// Notes that a run goes on, and hears whether it is to stop.
    private func note(_ run: ChatRun) async {
        var silent = 0
        var last = run.lastOrdinal
        while !Task.isCancelled {
            guard (try? await Task.sleep(for: Self.noteInterval)) != nil else { return }
            let now = run.lastOrdinal
            silent = now == last ? silent + 1 : 0
            if silent > 0, silent.isMultiple(of: Self.notesToTick) { run.tick() }
            // What was kept meanwhile noted it, too.
            guard now == last else {
                last = now
                continue
            }
            do throws(PostgresError) {
                let note = try await store.append(nil, at: nil, to: run)
                if note.isStopRequested || !note.isLive { run.stop() }
            } catch {
                observe(.failed(requestID: run.scope.id, route: "chat run", error))
            }
        }
    }

    /// - Returns: What would name the session.
    private func end(_ run: ChatRun, _ ending: ChatRun.Ending) async -> ChatPrompt? {
        let ended = await trying(run) { () async throws(PostgresError) in
            try await self.store.end(run, ending)
        }
        if let event = ended?.event { run.tell(event) }
        _ = guarded.withLock { $0.runs.removeValue(forKey: run.id) }
        run.end()
        if ending == .refused { leave() }
        return ended?.title
    }

    /// What the database answers, as soon as it does; nil if it fails for good, or for too long.
    private func trying<R: Sendable>(
        _ run: ChatRun, _ body: () async throws(PostgresError) -> R
    ) async -> R? {
        for attempt in 1...Self.triesMax {
            do throws(PostgresError) {
                return try await body()
            } catch {
                if (error.origin == .server && error.connectionIsUsable) || attempt == Self.triesMax {
                    observe(.failed(requestID: run.scope.id, route: "chat run", error))
                    return nil
                }
            }
            try? await Task.sleep(for: Self.retryPause)
        }
        return nil
    }

    /// Asks a model for a title, at the user's expense. Where that fails the first message's words stay.
    private func name(_ run: ChatRun, _ prompt: ChatPrompt) async {
        guard let running = try? await models.start(prompt, isStream: false, for: run).running else { return }
        guard case .whole(let head, let bytes) = await running.pipe.opening(), head.isSuccess else {
            return running.clientLeft()
        }
        let title = AnswerText.text(of: bytes, from: prompt.provider)
        guard !title.isEmpty, title.utf8.count <= Self.titleBytesMax else { return }
        do throws(PostgresError) {
            try await store.name(run.sessionID, title, after: run)
        } catch {
            observe(.failed(requestID: run.scope.id, route: "chat title", error))
        }
    }

    private func begin(_ run: ChatRun) {
        guarded.withLock { guarded in
            guarded.runs[run.id] = run
            guarded.working += 1
        }
    }

    private func leave() {
        let idle = guarded.withLock { guarded -> CheckedContinuation<Void, Never>? in
            guarded.working -= 1
            return guarded.working == 0 ? guarded.idle.take() : nil
        }
        idle?.resume()
    }

    /// Waits for the service to stop, and then until no run is left.
    package func run() async throws {
        try? await gracefulShutdown()
        await withCheckedContinuation { idle in
            let isIdle = guarded.withLock { guarded in
                guarded.isStopping = true
                if guarded.working > 0 { guarded.idle = idle }
                return guarded.working == 0
            }
            if isIdle { idle.resume() }
        }
    }
}
