import Synchronization

extension ConnectionPool {
    /// Begins as many attempts to connect as waiters, and while `run` runs the minimum, call for.
    func openWhatIsNeeded() {
        let count = guarded.withLock { $0.state.beginOpening(keepsMinimum: $0.isRunning) }
        for _ in 0..<count {
            Task { await open() }
        }
    }

    /// Tries to connect until it succeeds or nobody needs it any more. A connection that comes after shutdown
    /// is closed.
    private func open() async {
        while true {
            let pause = guarded.withLock { $0.state.pauseBeforeOpening(now: .now) }
            if pause > .zero { try? await Task.sleep(for: pause) }
            do throws(PostgresError) {
                let connection = try await Connection.connect(to: configuration.target, settings: settings)
                return arrived(connection)
            } catch {
                let pause = guarded.withLock {
                    $0.state.openFailed(error, chance: .random(in: 0...1), now: .now)
                }
                observe(.connectFailed(error, retryIn: pause))
            }
            guard guarded.withLock({ $0.state.continuesOpening(keepsMinimum: $0.isRunning) }) else { return }
        }
    }

    private func arrived(_ connection: Connection) {
        observe(.opened)
        let placement = guarded.withLock { $0.state.opened(connection, chance: .random(in: 0...1), now: .now) }
        carryOut(placement)
        // A server that is back serves everyone who waited for it.
        openWhatIsNeeded()
    }
}

extension ConnectionPool {
    private var settings: Connection.Settings {
        Connection.Settings(
            statementCacheSize: configuration.statementCacheSize, statementTimeout: configuration.statementTimeout,
            setsStatementTimeout: configuration.setsStatementTimeout, answerGrace: configuration.answerGrace)
    }
}
