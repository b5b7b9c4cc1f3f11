internal import ServiceLifecycle
internal import Synchronization

/// Knows all calls on their way: tells the database what they use, so that those of an instance that dies are charged for
/// that and no more, and sees to it that none goes on for ever.
final class CallPulse: Service {
    /// Time between two looks.
    static let interval: Duration = .milliseconds(250)
    /// Time between two tries to settle what couldn't be.
    static let settleInterval: Duration = .seconds(1)
    /// Calls noted in one transaction.
    static let notedMax = 256
    /// How much sooner than the service itself its calls come to an end, so that they can be settled.
    static let settlingTime: Duration = .seconds(5)
    /// Longest wait for calls whose client has gone, once no request is left.
    static let lastWait: Duration = .seconds(3)

    private struct Guarded {
        var calls: [ObjectIdentifier: RunningCall] = [:]
        var stopAt: ContinuousClock.Instant?
    }

    private let desk: CallDesk
    private let upstream: ModelUpstream
    private let configuration: AIConfiguration
    private let guarded = Mutex(Guarded())

    init(_ desk: CallDesk, upstream: ModelUpstream, configuration: AIConfiguration) {
        self.desk = desk
        self.upstream = upstream
        self.configuration = configuration
    }

    /// Calls on their way.
    var count: Int { guarded.withLock { $0.calls.count } }

    /// Watches a call until it is over.
    func add(_ call: RunningCall) {
        guarded.withLock { $0.calls[ObjectIdentifier(call)] = call }
    }

    func remove(_ call: RunningCall) {
        guarded.withLock { $0.calls[ObjectIdentifier(call)] = nil }
    }

    /// The service begins to stop: calls may go on until shortly before it must have stopped.
    func stopSoon() {
        let stopAt = ContinuousClock.now + ThinService.shutdownTimeout - Self.settlingTime
        guarded.withLock { $0.stopAt = $0.stopAt ?? stopAt }
    }

    /// Goes on until the service shuts down, and no call is left.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.watch() }
                group.addTask { await self.note() }
                group.addTask {
                    while !Task.isCancelled {
                        await self.desk.settleRest()
                        try? await Task.sleep(for: Self.settleInterval)
                    }
                }
            }
        }
        // Not in the task that was cancelled: this has to reach the database.
        await Task(executorPreference: EventLoopExecutor.shared) { await self.finish() }.value
    }

    private func watch() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            let (calls, stopAt) = guarded.withLock { (Array($0.calls.values), $0.stopAt) }
            let now = ContinuousClock.now
            for call in calls { call.look(at: now, configuration) }
            if let stopAt, stopAt <= now {
                for call in calls { call.interrupt(.shutdown) }
            }
        }
    }

    private func note() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            let now = ContinuousClock.now
            let calls = guarded.withLock { Array($0.calls.values) }
            var notes = calls.compactMap { $0.note(at: now) }[...]
            while !notes.isEmpty {
                let some = Array(notes.prefix(Self.notedMax))
                notes = notes.dropFirst(some.count)
                for (id, attempt) in await desk.note(some) {
                    let left = calls.first { $0.admitted?.callID == id && $0.admitted?.attempt == attempt }
                    left?.interrupt(.drained)
                }
            }
        }
    }

    private func finish() async {
        for call in guarded.withLock({ Array($0.calls.values) }) { call.interrupt(.shutdown) }
        let deadline = ContinuousClock.now + Self.lastWait
        while count > 0, .now < deadline { try? await Task.sleep(for: .milliseconds(10)) }
        await desk.settleRest()
        await upstream.shutdown()
    }
}
