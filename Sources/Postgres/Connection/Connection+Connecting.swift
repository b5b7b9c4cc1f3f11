import Synchronization

extension Connection {
    /// Connects on a thread of its own, since libpq may look up names and try several hosts.
    ///
    /// - Throws: `08001`; `57014` when the task is cancelled, while the attempt ends by itself.
    public static func connect(to target: ConnectionTarget) async throws(PostgresError) -> Connection {
        try await connect(to: target, settings: Settings())
    }

    static func connect(to target: ConnectionTarget, settings: Settings) async throws(PostgresError) -> Connection {
        let attempt = ConnectAttempt()
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard attempt.begin(continuation) else { return }
                startThread(for: "connect") {
                    attempt.end(
                        Result { () throws(PostgresError) in
                            try Connection(ConnectionHandle.connect(to: target), settings: settings)
                        })
                }
            }
        } onCancel: {
            attempt.end(.failure(.cancelled))
        }
        let connection = try outcome.get()
        try await connection.limitStatements()
        return connection
    }

    private func limitStatements() async throws(PostgresError) {
        guard settings.setsStatementTimeout, let limit = settings.statementTimeout else { return }
        let milliseconds = limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000
        _ = try await query("select set_config('statement_timeout', \(String(milliseconds)), false)")
    }
}

/// A connect that is waited for until it ends or the task is cancelled, whichever comes first. What comes
/// second is dropped, and a dropped connection closes.
private final class ConnectAttempt: Sendable {
    typealias Outcome = Result<Connection, PostgresError>

    private enum State {
        case new
        case running(UnsafeContinuation<Outcome, Never>)
        case ended(Outcome?)
    }

    private let state = Mutex(State.new)

    /// False when it was cancelled before it began; then the continuation has been resumed.
    func begin(_ continuation: UnsafeContinuation<Outcome, Never>) -> Bool {
        let early = state.withLock { state -> Outcome? in
            guard case .ended(let outcome) = state else {
                state = .running(continuation)
                return nil
            }
            return outcome
        }
        if let early { continuation.resume(returning: early) }
        return early == nil
    }

    func end(_ outcome: Outcome) {
        let waiting = state.withLock { state -> UnsafeContinuation<Outcome, Never>? in
            defer {
                if case .new = state { state = .ended(outcome) } else { state = .ended(nil) }
            }
            guard case .running(let continuation) = state else { return nil }
            return continuation
        }
        waiting?.resume(returning: outcome)
    }
}
