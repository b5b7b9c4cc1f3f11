import Postgres
import Testing

/// A task's cancellation reaches the server and nobody else.
@Suite(.database, .timeLimit(.minutes(5))) struct CancellationTests {
    @Test func `a cancelled caller leaves the connection clean`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { watcher in
            try await database.withConnection { connection in
                let caller = Task { try await connection.query("select pg_sleep(600), 'marker one'") }
                try await watcher.eventuallySees("marker one", running: true)
                caller.cancel()
                let error = await #expect(throws: PostgresError.self) { _ = try await caller.value }
                #expect(error?.state == "57014")
                try await watcher.eventuallySees("marker one", running: false)
                #expect(!connection.isBroken)
                for number in 0..<20 { #expect(try await connection.value("select \(number)::int") == "\(number)") }
            }
        }
    }

    @Test func `a task cancelled beforehand sends nothing`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            let caller = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try await connection.query("insert into t values (1)")
            }
            let error = await #expect(throws: PostgresError.self) { try await caller.value }
            #expect(error?.state == "57014" && error?.origin == .client)
            #expect(try await connection.value("select count(*) from t") == "0")
        }
    }

    @Test func `a late cancel never hits the next caller`() async throws {
        try await TestDatabase.current.withPool {
            $0.maximumConnections = 1
        } _: { pool in
            for round in 0..<150 {
                let caller = Task { try await pool.query("select pg_sleep(0.0005)") }
                // Spread around the statement's end, so that some requests come too late for it.
                try await Task.sleep(for: .microseconds(20 * (round % 50)))
                caller.cancel()
                // Either it had finished or it was cancelled; what comes next must run.
                if case .failure(let error as PostgresError) = await caller.result { #expect(error.state == "57014") }
                let next = try await pool.query("select \(round)::int from pg_sleep(0.004)").text(0, 0)
                #expect(next == "\(round)")
            }
        }
    }

    @Test func `cancelling inside a transaction rolls it back`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { watcher in
            _ = try await watcher.query("create table cancelled (a int)")
            try await database.withConnection { connection in
                let caller = Task {
                    try await connection.transaction { connection in
                        _ = try await connection.query("insert into cancelled values (1)")
                        _ = try await connection.query("select pg_sleep(600), 'marker two'")
                    }
                }
                try await watcher.eventuallySees("marker two", running: true)
                caller.cancel()
                let error = await #expect(throws: PostgresError.self) { try await caller.value }
                #expect(error?.state == "57014")
                #expect(try await connection.value("select count(*) from cancelled") == "0")
            }
        }
    }

    @Test func `a cancelled script and a cancelled COPY leave the connection clean`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { watcher in
            try await database.withConnection { connection in
                let script = Task { try await connection.script("select 1; select pg_sleep(600), 'marker three'") }
                try await watcher.eventuallySees("marker three", running: true)
                script.cancel()
                await #expect(throws: PostgresError.self) { _ = try await script.value }
                _ = try await connection.query("create temporary table t (a text)")
                let (rows, source) = AsyncStream<[UInt8]>.makeStream()
                source.yield(Array("one\n".utf8))
                let copy = Task { try await connection.copyIn("copy t from stdin", from: rows) }
                try await watcher.eventuallySees("copy t from stdin", running: true)
                copy.cancel()
                let error = await #expect(throws: PostgresError.self) { _ = try await copy.value }
                #expect(error?.state == "57014")
                #expect(try await connection.value("select count(*) from t") == "0")
            }
        }
    }

    @Test func `a statement over its time limit is ended by the server`() async throws {
        try await TestDatabase.current.withPool {
            $0.statementTimeout = .milliseconds(50)
        } _: { pool in
            #expect(try await pool.query("show statement_timeout").text(0, 0) == "50ms")
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select pg_sleep(600)") }
            #expect(error?.state == "57014" && error?.origin == .server)
            try await pool.expectToWork()
        }
    }
}
