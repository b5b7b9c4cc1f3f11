import Postgres
import Testing

/// Explicit transactions and their failures.
@Suite(.database, .timeLimit(.minutes(5))) struct TransactionTests {
    private struct Refusal: Error {}

    @Test func `what the body did is committed`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            let value = try await connection.transaction { connection in
                _ = try await connection.pipeline(["insert into t values (1)", "insert into t values (2)"])
                return try await connection.value("select count(*) from t")
            }
            #expect(value == "2")
            #expect(try await connection.value("select count(*) from t") == "2")
        }
    }

    @Test func `a body that throws is rolled back and its own error thrown`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            await #expect(throws: Refusal.self) {
                try await connection.transaction { connection in
                    _ = try await connection.query("insert into t values (1)")
                    throw Refusal()
                }
            }
            #expect(try await connection.value("select count(*) from t") == "0")
        }
    }

    @Test(arguments: IsolationLevel.allCases, [false, true])
    func `the isolation level and access mode are kept`(level: IsolationLevel, readOnly: Bool) async throws {
        try await TestDatabase.current.withConnection { connection in
            let settings = try await connection.transaction(isolation: level, readOnly: readOnly) { connection in
                let results = try await connection.pipeline([
                    "show transaction_isolation", "show transaction_read_only",
                ])
                return results.map { $0.text(0, 0) }
            }
            #expect(settings == [level.rawValue, readOnly ? "on" : "off"])
        }
    }

    @Test func `a failed commit is told apart`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int unique deferrable initially deferred)")
            let error = await #expect(throws: TransactionError.self) {
                try await connection.transaction { _ = try await $0.query("insert into t values (1), (1)") }
            }
            #expect(error?.commit?.state == "23505")
            #expect(error?.body == nil && error?.begin == nil && error?.rollback == nil)
            #expect(error?.description == "TransactionError(commit: PostgresError(23505))")
            try await connection.expectToWork()
        }
    }

    @Test func `a swallowed failure can't pass for a commit`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let error = await #expect(throws: TransactionError.self) {
                try await connection.transaction { connection in
                    _ = try? await connection.query("select 1 / 0")
                }
            }
            #expect(error?.commit?.state == "25P02")
        }
    }

    @Test func `a transaction inside a transaction is refused and the outer one goes on`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let value = try await connection.transaction { connection in
                let error = await #expect(throws: TransactionError.self) { try await connection.transaction { _ in } }
                #expect(error?.begin?.state == "25001")
                return try await connection.value("select 1")
            }
            #expect(value == "1")
        }
    }

    @Test func `a backend killed inside a transaction fails the body, not the rollback`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { other in
            try await database.withConnection { connection in
                let pid = Int(connection.backendPID)
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.transaction { connection in
                        _ = try await other.query("select pg_terminate_backend(\(pid)::int)")
                        try await other.eventuallyLacks(pid: pid)
                        _ = try await connection.query("select 1")
                    }
                }
                #expect(error?.connectionIsUsable == false)
                #expect(connection.isBroken)
            }
        }
    }

    @Test func `a serialization failure is retried until it succeeds`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection {
            _ = try await $0.script("create table counters (n int); insert into counters values (0)")
        }
        try await database.withPool { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<5 {
                            try await pool.retrying(RetryPolicy(attempts: 100)) { connection in
                                try await connection.transaction(isolation: .serializable) { connection in
                                    let n = Int(try await connection.value("select n from counters") ?? "") ?? 0
                                    _ = try await connection.query("update counters set n = \(n + 1)::int")
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await pool.query("select n from counters").text(0, 0) == "20")
        }
    }

    @Test func `only serialization failures and deadlocks are retried, a bounded number of times`() async {
        let policy = RetryPolicy(attempts: 3, backoff: Backoff(initial: .zero, maximum: .zero))
        for (state, runs) in [("40001", 3), ("40P01", 3), ("23505", 1), ("40002", 1)] as [(SQLState, Int)] {
            var count = 0
            await #expect(throws: PostgresError.self) {
                try await policy.run {
                    count += 1
                    throw PostgresError(state: state, origin: .server, message: "")
                }
            }
            #expect(count == runs)
        }
    }
}

extension Connection {
    /// Waits until a backend is gone.
    func eventuallyLacks(pid: Int) async throws {
        try await eventually {
            try await value("select count(*) from pg_stat_activity where pid = \(pid)::int") == "0"
        }
    }
}
