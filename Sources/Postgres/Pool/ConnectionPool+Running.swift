import Synchronization

extension ConnectionPool {
    /// Keeps the limits that time brings until the task is cancelled or the pool shut down, then shuts down.
    /// To be called once.
    public func run() async throws {
        guarded.withLock { guarded in
            precondition(!guarded.isRunning, "the pool runs already")
            guarded.isRunning = true
        }
        let slot = slot
        await withTaskCancellationHandler {
            while !Task.isCancelled, !guarded.withLock({ $0.state.isClosed }) {
                maintain()
                _ = await Reactor.shared.wait(in: slot, for: [], on: -1, until: .now + round)
            }
        } onCancel: {
            Reactor.shared.interrupt(slot)
        }
        await shutdown()
    }

    /// Refuses new callers and those who wait, closes what is idle, and waits for what is leased.
    public func shutdown() async {
        let (idle, waiters) = guarded.withLock { $0.state.close() }
        Reactor.shared.interrupt(slot)
        for connection in idle { close(connection, .shutdown) }
        for waiter in waiters { waiter.resume(returning: .failure(.pool(.closed))) }
        await withUnsafeContinuation { continuation in
            guarded.withLock { $0.awaitingDrain.append(continuation) }
            resumeIfDrained()
        }
    }

    func resumeIfDrained() {
        let drained = guarded.withLock { guarded -> [UnsafeContinuation<Void, Never>] in
            guard guarded.state.isDrained else { return [] }
            defer { guarded.awaitingDrain = [] }
            return guarded.awaitingDrain
        }
        for continuation in drained { continuation.resume() }
    }

    func close(_ connection: Connection, _ reason: PoolEvent.CloseReason) {
        connection.closeSoon()
        observe(.closed(reason))
    }

    /// Often enough that the shortest limit is kept to within its half.
    private var round: Duration {
        let limits = [configuration.idleTimeout, configuration.maximumLifetime].compactMap { $0 }
        return max(.milliseconds(20), min((limits.min() ?? Self.longestRound) / 2, Self.longestRound))
    }

    private func maintain() {
        let reaped = guarded.withLock { $0.state.reap(now: .now) }
        for (connection, reason) in reaped { close(connection, reason) }
        openWhatIsNeeded()
    }
}
