internal import Postgres

/// What is asked of a database before anything else, in one trip: on a slow network every trip counts.
struct FirstLook: Sendable {
    /// What has been installed.
    let history: History
    /// Whether a backslash escapes in strings that don't say so.
    let backslashEscapes: Bool
    /// The process id of the session that answers, which a pooler may not tell.
    let backendPID: String
    /// Whether the session has the runner's lock.
    let hasLock: Bool

    /// States in which reading tables fails that aren't there or lack a column.
    private static let unknown: Set<String> = ["42P01", "3F000", "42703"]

    /// Looks; nil where the history's tables aren't there or aren't today's, or statements don't see what was committed
    /// just before, and so it takes more trips than one.
    ///
    /// - Parameter locking: Whether to try for the runner's lock, unless that a pooler answers can't be ruled out.
    static func take(
        on connection: Connection, in home: HistoryHome, locking: Bool = false
    ) async throws(PostgresError) -> FirstLook? {
        let results: [QueryResult]
        do throws(PostgresError) {
            // Each statement sees what was committed when it began, the last ones what the lock's last holder left. By the
            // simple protocol: a pooler may not know what was prepared.
            let queries = [session(of: connection, in: home, locking: locking), HistorySchema.versionQuery(in: home)]
            results = try await connection.script((queries + History.queries(in: home)).joined(separator: ";\n"))
        } catch {
            guard unknown.contains(error.state.rawValue) else { throw error }
            return nil
        }
        let session = results[0]
        guard session.text(0, 2) == "read committed", session.text(0, 4) == "t",
            results[1].text(0, 0).flatMap({ Int($0) }) == HistorySchema.newest
        else { return nil }
        return FirstLook(
            history: History(results[2...]), backslashEscapes: session.text(0, 3) == "off",
            backendPID: session.text(0, 0) ?? "", hasLock: session.text(0, 1) == "t")
    }

    private static func session(of connection: Connection, in home: HistoryHome, locking: Bool) -> String {
        """
        select s.pid, case when \(locking) and s.pid = \(connection.backendPID)
                then pg_catalog.pg_try_advisory_lock(\(RunnerLock.key)::bigint) end,
            pg_catalog.current_setting('transaction_isolation'),
            pg_catalog.current_setting('standard_conforming_strings'),
            \(home.schema.map { "exists (select from pg_catalog.pg_namespace where nspname = \(Literal.quoted($0)))" } ?? "true")
        from pg_catalog.pg_backend_pid() s (pid)
        """
    }
}
