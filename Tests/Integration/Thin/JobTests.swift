import Foundation
import Postgres
import Synchronization
import Testing
import Thin

/// Background work, claimed by one of many.
@Suite(.timeLimit(.minutes(10))) struct JobTests {
    /// Adds a job to a database; without one of the others, so that nothing else is due.
    private static func plant(
        _ connection: Connection, _ statement: String, every: String = "1 second", timeLimit: String = "1 hour"
    ) async throws {
        _ = try await connection.query("update ops.jobs set is_enabled = false")
        _ = try await connection.query(
            """
            insert into ops.jobs (name, description, statement, every, time_limit)
            values ('planted', 'x', \(statement), \(every)::interval, \(timeLimit)::interval)
            """)
    }

    @Test func `every job comes to its end, with little to do and with several steps`() async throws {
        try await TestWorld.withDatabase { database in
            let failures = Mutex<[String]>([])
            try await database.withPool {
                $0.target = ConnectionTarget(
                    conninfo: TestCluster.conninfo(database.conninfo, adding: ["user": "authenticator"]),
                    applicationName: "job-tests", connectTimeout: .seconds(10))
            } _: { pool in
                let worker = JobWorker(pool: pool) { observation in
                    guard case .jobRan = observation else {
                        failures.withLock { $0.append("\(observation)") }
                        return
                    }
                }
                try await database.withConnection { connection in
                    for round in 0..<2 {
                        if round == 1 {
                            _ = try await connection.query(
                                "insert into auth.users (id) select gen_random_uuid() from generate_series(1, 1200)")
                        }
                        _ = try await connection.query("update ops.jobs set next_run_at = '-infinity'")
                        while try await worker.runNext() {}
                    }
                    let left = try await connection.value(
                        """
                        select string_agg(concat_ws(' ', name, last_error), ', ') from ops.jobs
                        where last_succeeded_at is null or last_error is not null or run_id is not null
                        """)
                    #expect(left == nil)
                }
            }
            #expect(failures.withLock { $0 } == [])
        }
    }

    @Test func `of three instances one runs a job each time`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                _ = try await connection.query(
                    "create table ops.planted (tick timestamptz constraint planted_pkey primary key)")
                _ = try await connection.query("alter table ops.planted owner to thin_owner")
                // A second run of the same second would fail.
                try await Self.plant(
                    connection,
                    """
                    insert into ops.planted select date_bin(j.every, r.started_at, '2000-01-01 00:00:00+00')
                    from ops.jobs j join ops.job_runs r on r.id = j.run_id where j.name = 'planted'
                    returning null::text
                    """)
                try await TestService.with(conninfo: database.conninfo) { _ in
                    try await TestService.with(conninfo: database.conninfo) { _ in
                        try await TestService.with(conninfo: database.conninfo) { _ in
                            try await eventually {
                                try await connection.value("select count(*) >= 6 from ops.planted") == "t"
                            }
                        }
                    }
                }
                #expect(
                    try await connection.value("select count(*) from ops.job_runs where error is not null") == "0")
                #expect(
                    try await connection.value(
                        "select count(*) = (select count(*) from ops.planted) from ops.job_runs where finished_at is not null"
                    ) == "t")
            }
        }
    }

    @Test func `a job that hangs is stopped, and others run meanwhile`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                try await Self.plant(connection, "select pg_sleep(3600)::text", timeLimit: "2 seconds")
                _ = try await connection.query("update ops.jobs set is_enabled = true where name = 'sweep'")
                try await TestService.with(conninfo: database.conninfo) { _ in
                    try await eventually {
                        try await connection.value(
                            "select count(*) >= 2 from ops.job_runs where job = 'planted' and error like '57014: %'")
                            == "t"
                    }
                    try await eventually {
                        try await connection.value(
                            "select last_succeeded_at is not null from ops.jobs where name = 'sweep'") == "t"
                    }
                }
            }
        }
    }

    @Test func `a job that fails tells why, and is run again`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                try await Self.plant(connection, "select (1 / 0)::text")
                try await TestService.with(conninfo: database.conninfo) { service in
                    try await eventually {
                        try await connection.value("select count(*) >= 2 from ops.job_runs where error is not null")
                            == "t"
                    }
                    let answer = try await service.call("admin_jobs", "{}")
                    #expect(answer.text.contains(#""last_error":"22012: division by zero""#), "\(answer.text)")
                }
            }
        }
    }

    @Test func `the job of an instance that was killed is taken over when its lease is over`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                try await Self.plant(connection, "select pg_sleep(3600)::text", every: "1 day", timeLimit: "3 seconds")
                let first = try await TestService.start(conninfo: database.conninfo)
                try await eventually {
                    try await connection.value("select count(*) from ops.job_runs") == "1"
                }
                first.process.signal(SIGKILL)
                _ = try await first.process.wait()
                // Waits until the server has ended what nobody waits for any more.
                _ = try await connection.query(
                    "update ops.jobs set statement = 'select null::text' where name = 'planted'")
                try await TestService.with(conninfo: database.conninfo) { _ in
                    try await eventually {
                        try await connection.value(
                            "select last_succeeded_at is not null from ops.jobs where name = 'planted'") == "t"
                    }
                }
                let runs = try await connection.query("select error, worker from ops.job_runs order by id")
                #expect(runs.rowCount == 2)
                #expect(runs.text(0, 0) == "lost")
                #expect(runs.text(1, 0) == nil)
                #expect(runs.text(0, 1) != runs.text(1, 1))
            }
        }
    }

    @Test func `only admins and trusted servers see jobs`() async throws {
        try await TestWorld.with { world in
            let user = try await world.makeUser()
            let token = try await TestTokens.user(user)
            try expectProblem(try await world.service.call("admin_jobs", "{}", token: token), 403, "TH403")
            let admin = try await TestTokens.sign(
                json: #"{"role":"authenticated","sub":"\#(user)","exp":4102444800,"app_metadata":{"role":"admin"}}"#)
            let answer = try await world.service.call("admin_jobs", "{}", token: admin)
            #expect(answer.status == 200)
            #expect(answer.text.contains(#""name":"sweep""#))
            #expect(try await world.service.get("/rest/v1/audit_log", token: token).text == "[]")
            #expect(try await world.service.get("/rest/v1/audit_log?limit=1", token: admin).text != "[]")
        }
    }
}
