import Postgres
import Synchronization
import Testing

/// The pool over a real server.
@Suite(.database, .timeLimit(.minutes(5))) struct PoolTests {
    @Test func `a thousand concurrent calls share four connections`() async throws {
        try await TestDatabase.current.withPool {
            $0.queueLimit = 1000
        } _: { pool in
            try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<1000 { group.addTask { try await pool.query("select \(number)::int").text(0, 0) } }
                var sum = 0
                for try await text in group { sum += Int(text ?? "") ?? 0 }
                #expect(sum == 499_500)
            }
            let statistics = pool.statistics
            #expect(statistics.open <= 4 && statistics.leased == 0 && statistics.waiting == 0)
        }
    }

    @Test func `one caller too many is refused at once`() async throws {
        let events = Events()
        let database = try TestDatabase.current
        try await database.withPool(observe: events) {
            $0.maximumConnections = 1
            $0.queueLimit = 1
        } _: { pool in
            try await pool.withConnection { _ in
                let waiting = Task { try await pool.query("select 1") }
                try await eventually { pool.statistics.waiting == 1 }
                let error = await #expect(throws: PostgresError.self) { try await pool.query("select 2") }
                #expect(error?.origin == .pool(.queueFull))
                waiting.cancel()
                let cancelled = await #expect(throws: PostgresError.self) { _ = try await waiting.value }
                #expect(cancelled?.state == "57014")
                #expect(pool.statistics.waiting == 0)
            }
            try await eventually { events.contains { if case .queueFull = $0 { true } else { false } } }
        }
    }

    @Test func `a caller gets no connection in time`() async throws {
        try await TestDatabase.current.withPool {
            $0.maximumConnections = 1
            $0.acquireTimeout = .milliseconds(20)
        } _: { pool in
            // Opening the connection may itself take longer than that.
            try await eventually { (try? await pool.query("select 1")) != nil }
            try await pool.withConnection { _ in
                let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
                #expect(error?.origin == .pool(.acquireTimeout))
                #expect(error?.cause == nil)
            }
            try await eventually { (try? await pool.query("select 1")) != nil }
        }
    }

    @Test func `identity never leaks from one lease to the next`() async throws {
        try await TestDatabase.current.withPool {
            $0.maximumConnections = 1
        } _: { pool in
            let identify: [Query] = [
                "select set_config('role', 'pg_read_all_data', true), set_config('request.sub', \("alice"), true)",
                "select current_user, current_setting('request.sub')",
            ]
            #expect(try await pool.pipeline(identify)[1].text(0, 1) == "alice")
            for failing in ["select 1 / \(0)::int", "selec", "select \("\0")"] as [Query] {
                await #expect(throws: PostgresError.self) { try await pool.pipeline(identify + [failing, "select 1"]) }
                try await expectNobody(pool)
            }
            // A lease that leaves its transaction open, in order and failed.
            try await pool.withConnection { connection in
                _ = try await connection.query("begin")
                _ = try await connection.pipeline(identify)
            }
            try await expectNobody(pool)
            try await pool.withConnection { connection in
                _ = try await connection.query("begin")
                _ = try? await connection.pipeline(identify + ["select 1 / 0"])
            }
            try await expectNobody(pool)
            let cancelled = Task { try await pool.pipeline(identify + ["select pg_sleep(600)"]) }
            try await eventually { pool.statistics.leased == 1 }
            cancelled.cancel()
            _ = await cancelled.result
            try await expectNobody(pool)
        }
    }

    private func expectNobody(_ pool: ConnectionPool) async throws {
        let result = try await pool.query("select current_user = session_user, current_setting('request.sub', true)")
        #expect(result.text(0, 0) == "t")
        #expect(result.text(0, 1) ?? "" == "")
    }

    @Test func `a killed backend is replaced`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { other in
            try await database.withPool {
                $0.maximumConnections = 1
            } _: { pool in
                let sleeper = Task { try await pool.query("select pg_sleep(600), 'marker kill'") }
                try await other.eventuallySees("marker kill", running: true)
                _ = try await other.query(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where query like '%marker kill%' and pid <> pg_backend_pid()
                    """)
                let error = await #expect(throws: PostgresError.self) { _ = try await sleeper.value }
                #expect(error?.state == "57P01" && error?.severity == "FATAL")
                try await pool.expectToWork()
            }
        }
    }

    @Test func `a backend killed while idle is noticed before it is lent`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { other in
            try await database.withPool {
                $0.maximumConnections = 1
            } _: { pool in
                for _ in 0..<10 {
                    let pid = try await pool.withConnection { Int($0.backendPID) }
                    _ = try await other.query("select pg_terminate_backend(\(pid)::int)")
                    try await other.eventuallyLacks(pid: pid)
                    try await pool.expectToWork()
                }
            }
        }
    }

    @Test func `unused connections are closed down to the minimum`() async throws {
        let events = Events()
        try await TestDatabase.current.withPool(observe: events) {
            $0.minimumConnections = 1
            $0.idleTimeout = .milliseconds(40)
        } _: { pool in
            async let running: Void = pool.run()
            try await eventually { pool.statistics.open == 1 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await pool.withConnection { _ in
                            try await eventually { pool.statistics.leased == 4 || Task.isCancelled }
                        }
                    }
                }
                // All four are out at once; the first to see it may already have gone.
                try await group.next()
                group.cancelAll()
            }
            try await eventually { pool.statistics.open == 1 && pool.statistics.idle == 1 }
            try await eventually { events.contains { if case .closed(.idleTimeout) = $0 { true } else { false } } }
            await pool.shutdown()
            try await running
        }
    }

    @Test func `a connection past its lifetime is replaced`() async throws {
        let events = Events()
        try await TestDatabase.current.withPool(observe: events) {
            $0.maximumConnections = 1
            $0.maximumLifetime = .milliseconds(30)
        } _: { pool in
            let first = try await pool.withConnection { $0.backendPID }
            try await eventually { try await pool.withConnection { $0.backendPID } != first }
            try await eventually { events.contains { if case .closed(.lifetime) = $0 { true } else { false } } }
        }
    }

    @Test func `shutdown waits for what is leased and refuses the rest`() async throws {
        let pool = ConnectionPool(PoolConfiguration(target: try TestDatabase.current.target, maximumConnections: 1))
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let leased = Task {
            try await pool.withConnection { connection in
                for await _ in gate {}
                return try await connection.value("select 'finished'")
            }
        }
        try await eventually { pool.statistics.leased == 1 }
        let waiting = Task { try await pool.query("select 1") }
        try await eventually { pool.statistics.waiting == 1 }
        async let down: Void = pool.shutdown()
        let error = await #expect(throws: PostgresError.self) { _ = try await waiting.value }
        #expect(error?.origin == .pool(.closed))
        await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
        opener.finish()
        #expect(try await leased.value == "finished")
        await down
        #expect(pool.statistics.open == 0)
    }

    @Test func `a cancelled run shuts the pool down`() async throws {
        let pool = ConnectionPool(PoolConfiguration(target: try TestDatabase.current.target, minimumConnections: 2))
        let running = Task { try await pool.run() }
        try await eventually { pool.statistics.idle == 2 }
        running.cancel()
        try await running.value
        #expect(pool.statistics.open == 0)
        let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
        #expect(error?.origin == .pool(.closed))
    }
}

/// What a pool reported.
final class Events: Sendable {
    private let recorded = Mutex<[PoolEvent]>([])

    /// Keeps an event.
    @Sendable func record(_ event: PoolEvent) {
        recorded.withLock { $0.append(event) }
    }

    /// Whether one fits.
    func contains(_ fits: (PoolEvent) -> Bool) -> Bool {
        recorded.withLock { $0.contains(where: fits) }
    }
}
