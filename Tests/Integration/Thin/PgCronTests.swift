import Postgres
import Testing

/// Background work where the real pg_cron does it.
@Suite(.timeLimit(.minutes(10))) struct PgCronTests {
    @Test func `jobs that pg_cron has succeed, fail and are cut off as they are by a service`() async throws {
        let settings = [
            "shared_preload_libraries = 'pg_cron'", "cron.database_name = 'postgres'", "cron.host = '127.0.0.1'",
        ]
        try await TestCluster.withPrivate(with: .thin, settings: settings) { cluster in
            let target = ConnectionTarget(
                conninfo: cluster.conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
            let connection = try await Connection.connect(to: target)
            let refusal = await #expect(throws: PostgresError.self) {
                try await connection.query("select ops.use_pg_cron()")
            }
            #expect(refusal?.state == "TH503")
            _ = try await connection.script(
                """
                create extension pg_cron;
                update ops.jobs set is_enabled = false;
                insert into ops.jobs (name, description, statement, every, time_limit)
                values
                    ('succeeds', 'x', 'select null::text', '1 minute', '1 hour'),
                    ('fails', 'x', 'select (1 / 0)::text', '1 minute', '1 hour'),
                    ('hangs', 'x', 'select pg_sleep(3600)::text', '1 minute', '1 second')
                """)
            let count = try await connection.value("select count(*) from ops.jobs")
            #expect(try await connection.value("select ops.use_pg_cron()") == count)
            // Again, as an administrator would who isn't sure.
            #expect(try await connection.value("select ops.use_pg_cron()") == count)
            let scheduled = try await connection.value("select count(*) from cron.job")
            #expect(scheduled == count.flatMap { Int($0) }.map { String($0 + 1) })

            try await eventually {
                try await connection.value(
                    """
                    select count(*) = 3 from ops.jobs
                    where
                        name = 'succeeds' and last_succeeded_at is not null and last_error is null
                        or name = 'fails' and last_error like '22012: %'
                        or name = 'hangs' and run_id is not null
                    """) == "t"
            }
            // What pg_cron does every minute, without waiting for it.
            let cancel =
                try await connection.value(
                    "select command from cron.job where jobname = 'thin_cancel_overdue'") ?? ""
            try await eventually {
                _ = try await connection.script(cancel)
                return try await connection.value(
                    "select last_error like '57014: %' from ops.jobs where name = 'hangs'") == "t"
            }
            await connection.close()
        }
    }
}
