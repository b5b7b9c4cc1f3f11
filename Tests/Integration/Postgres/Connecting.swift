import Postgres
import Testing

extension TestDatabase {
    /// Connects for `body` and closes afterwards.
    func withConnection<R: Sendable>(_ body: (Connection) async throws -> R) async throws -> R {
        let connection = try await Connection.connect(to: target)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Makes a pool for `body` and shuts it down afterwards.
    func withPool<R: Sendable>(
        observe: Events? = nil,
        _ change: (inout PoolConfiguration) -> Void = { _ in }, _ body: (ConnectionPool) async throws -> R
    ) async throws -> R {
        // A busy machine must not fail a test that is about something else.
        var configuration = PoolConfiguration(target: target, maximumConnections: 4, acquireTimeout: .seconds(240))
        change(&configuration)
        let pool = ConnectionPool(configuration) { observe?.record($0) }
        do {
            let value = try await body(pool)
            await pool.shutdown()
            return value
        } catch {
            await pool.shutdown()
            throw error
        }
    }
}

/// Waits until something is so; the test's own time limit is the only one.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(5)) }
}

extension Connection {
    /// The single value of a single row.
    func value(_ query: Query) async throws -> String? {
        try await self.query(query).text(0, 0)
    }

    /// Shows that it can still run a statement.
    func expectToWork() async throws {
        let one = try await value("select 1")
        #expect(one == "1")
    }

    /// Waits until a backend runs, or no longer runs, a statement that holds this text.
    func eventuallySees(_ text: String, running: Bool) async throws {
        try await eventually {
            let count = try await value(
                """
                select count(*) from pg_stat_activity
                where state = 'active' and query like '%' || \(text) || '%' and pid <> pg_backend_pid()
                """)
            return (count != "0") == running
        }
    }
}

extension ConnectionPool {
    /// Shows that it can still run a statement.
    func expectToWork() async throws {
        let one = try await query("select 1").text(0, 0)
        #expect(one == "1")
    }
}
