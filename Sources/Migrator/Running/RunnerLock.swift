internal import Postgres

/// Keeps a second runner away for as long as the session lasts.
///
/// It is polled, never waited for: a session that waits inside a statement holds a snapshot, and
/// `create index concurrently` in the other runner would wait for that for ever.
struct RunnerLock {
    /// "migrator" in ASCII; advisory locks belong to one database.
    static let key: Int64 = 0x6D69_6772_6174_6F72
    /// Pause between two attempts.
    static let pause: Duration = .milliseconds(100)

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// - Throws: `MigratorError.locked` when another runner kept it all the time.
    func acquire(within limit: Duration, _ progress: (RunnerEvent) -> Void) async throws(MigratorError) {
        let deadline = ContinuousClock.now + limit
        var hasToldOfWait = false
        while try await !attempt() {
            if !hasToldOfWait { progress(.waitingForLock) }
            hasToldOfWait = true
            guard ContinuousClock.now < deadline else { throw .locked(backendPID: try await holder()) }
            do {
                try await Task.sleep(for: Self.pause)
            } catch {
                throw .cancelled(path: nil)
            }
        }
    }

    private func attempt() async throws(MigratorError) -> Bool {
        do throws(PostgresError) {
            return try await connection.query("select pg_try_advisory_lock(\(Self.key)::bigint)").text(0, 0) == "t"
        } catch {
            throw error.origin == .connection ? .connection(error) : .bookkeeping(error)
        }
    }

    private func holder() async throws(MigratorError) -> String? {
        do throws(PostgresError) {
            let found = try await connection.query(
                """
                select pid from pg_catalog.pg_locks
                where locktype = 'advisory' and granted and objsubid = 1
                    and database = (select oid from pg_catalog.pg_database where datname = current_database())
                    and (classid::bigint << 32) | objid::bigint = \(Self.key)::bigint
                """)
            return found.rowCount > 0 ? found.text(0, 0) : nil
        } catch {
            throw .connection(error)
        }
    }
}
