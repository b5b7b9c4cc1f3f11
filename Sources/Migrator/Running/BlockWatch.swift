internal import Postgres
internal import Synchronization

/// Sees who keeps the running statement waiting, over a connection of its own.
///
/// Once a statement has given up on a lock it is too late to ask. The connection is opened only for a statement that
/// takes its time.
final class BlockWatch: Sendable {
    private struct State {
        var path: String?
        var since = ContinuousClock.now
        var blockers: [Blocker] = []
        var hasTold = false
    }

    /// A statement that is done sooner is not looked at.
    static let patience: Duration = .milliseconds(200)
    /// Pause between two looks.
    static let pause: Duration = .milliseconds(100)

    private let target: ConnectionTarget
    private let backendPID: Int
    private let progress: @Sendable (RunnerEvent) -> Void
    private let state = Mutex(State())

    init(_ connection: Connection, at target: ConnectionTarget, _ progress: @escaping @Sendable (RunnerEvent) -> Void) {
        self.target = target
        self.progress = progress
        backendPID = Int(connection.backendPID)
    }

    /// A statement of a file begins.
    func begin(_ path: String) {
        state.withLock { $0 = State(path: path) }
    }

    /// It is over. Returns who it was last seen waiting for.
    @discardableResult
    func end() -> [Blocker] {
        state.withLock { state in
            defer { state.path = nil }
            return state.blockers
        }
    }

    /// Who the last statement was seen waiting for.
    var blockers: [Blocker] { state.withLock { $0.blockers } }

    /// Looks until the task is cancelled, or there is no second connection to be had.
    func run() async {
        var connection: Connection?
        while (try? await Task.sleep(for: Self.pause)) != nil {
            guard isWaiting else { continue }
            do throws(PostgresError) {
                if connection == nil { connection = try await Connection.connect(to: target) }
                if let connection { note(try await look(over: connection)) }
            } catch {
                break
            }
        }
        await connection?.close()
    }

    private var isWaiting: Bool {
        state.withLock { $0.path != nil && ContinuousClock.now - $0.since > Self.patience }
    }

    private func note(_ blockers: [Blocker]) {
        let news = state.withLock { state -> String? in
            guard let path = state.path, !blockers.isEmpty else { return nil }
            state.blockers = blockers
            defer { state.hasTold = true }
            return state.hasTold ? nil : path
        }
        if let news { progress(.blocked(path: news, by: blockers)) }
    }

    private func look(over connection: Connection) async throws(PostgresError) -> [Blocker] {
        let found = try await connection.query(
            """
            select a.pid, coalesce(a.usename, '?'), coalesce(a.application_name, ''),
                coalesce(a.state, a.backend_type),
                greatest(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start)), 0)::int,
                coalesce(a.query, '')
            from unnest(pg_catalog.pg_blocking_pids(\(backendPID)::int)) as blocking (pid)
            join pg_catalog.pg_stat_activity a on a.pid = blocking.pid
            order by a.xact_start
            """)
        return (0..<found.rowCount).map { row in
            Blocker(
                backendPID: found.text(row, 0) ?? "", role: found.text(row, 1) ?? "",
                application: found.text(row, 2) ?? "", state: found.text(row, 3) ?? "",
                age: Int(found.text(row, 4) ?? "") ?? 0, query: Redaction.line(of: found.text(row, 5) ?? ""))
        }
    }
}
