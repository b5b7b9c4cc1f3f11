import Foundation
import Migrator
import Postgres
import Testing

/// Defects that were found by attacking the service, each seen failing before it was mended.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RegressionTests {
    /// Each key was compared with all before it: 100,000 keys kept a thread for minutes, before
    /// anybody asks who the caller is.
    @Test func `a body with very many keys is refused without delay for others`() async throws {
        try await TestWorld.with { world in
            let body = "{\((0..<100_000).map { "\"\($0)\":1" }.joined(separator: ","))}"
            let answer = try await world.service.call("reserve", body, token: nil)
            try expectProblem(answer, 400, "TH001")
        }
    }

    /// Any `57014` was taken for the cancellation of the service, which ended it.
    @Test func `a catalogue that can't be read in time is read again`() async throws {
        try await TestWorld.withDatabase { database in
            let service = try await TestService.start(conninfo: database.conninfo)
            try await database.withConnection { connection in
                _ = try await connection.script("begin; lock table ops.error_codes")
                try await database.withConnection { other in
                    _ = try await other.query("notify pgrst")
                    try await ShutdownTests.eventuallyWaits(database)
                    _ = try await other.query(
                        """
                        select pg_cancel_backend(pid) from pg_stat_activity
                        where datname = \(database.name) and wait_event_type = 'Lock' and application_name like 'thin%'
                        """)
                }
                _ = try await connection.script("commit")
            }
            for _ in 0..<100 where service.process.exitStatus == nil { try await Task.sleep(for: .milliseconds(20)) }
            #expect(service.process.exitStatus == nil, "\(service.process.log)")
            service.process.signal(SIGKILL)
        }
    }

    /// The catalogue was read in several snapshots. Waiting for a lock on `ops.error_codes` between them, as while code
    /// is installed, it kept functions of before together with errors of after, ready or not.
    @Test func `the catalogue is read as of one moment`() async throws {
        try await TestWorld.with { world in
            // Otherwise the first reading is still under way, and the notification makes a second one after the commit.
            try await eventually { world.service.process.log.contains("catalogue read") }
            try await world.database.withConnection { connection in
                _ = try await connection.script(
                    """
                    begin; lock table ops.error_codes;
                    create function api.later() returns text language sql return 'x';
                    grant execute on function api.later to service_role
                    """)
                try await world.database.withConnection { _ = try await $0.query("notify pgrst") }
                try await ShutdownTests.eventuallyWaits(world.database)
                _ = try await connection.script("commit")
            }
            try await eventually { try await world.service.call("later", "{}").status == 200 }
            #expect(try await world.service.call("later", "{}").text == #""x""#)
        }
    }

    /// Nothing bounded how long a request may take to end, so one client kept a service from ending.
    @Test func `a client that never sends the rest of its body doesn't keep the service from stopping`() async throws {
        try await TestWorld.withDatabase { database in
            let service = try await TestService.start(conninfo: database.conninfo)
            let wire = try Wire(port: service.port)
            try await wire.send("POST /rest/v1/rpc/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
            try await Task.sleep(for: .milliseconds(300))
            service.process.signal(SIGTERM)
            for _ in 0..<400 where service.process.exitStatus == nil { try await Task.sleep(for: .milliseconds(100)) }
            #expect(service.process.exitStatus == 0)
            service.process.signal(SIGKILL)
        }
    }

    /// A repeated column made JSON with a member twice, and from 1,665 on an internal error (54011).
    @Test(arguments: [2, 2000]) func `a column that is selected twice is refused`(count: Int) async throws {
        try await TestWorld.with { world in
            let columns = Array(repeating: "id", count: count).joined(separator: ",")
            let answer = try await world.service.get(
                "/rest/v1/credit_usage?select=\(columns)", token: try await TestTokens.service())
            try expectProblem(answer, 400, "PGRST100", details: "select")
        }
    }

    /// The parameter's number was looked for in the whole context, which quotes what the client sent.
    @Test func `the field that is refused is named whatever the value holds`() async throws {
        try await TestWorld.with { world in
            let user = try await world.makeUser(credits: "1")
            let answer = try await world.service.call(
                "reserve",
                #"{"user_id":"\#(user)","amount":1,"job_type":"story","metadata":{"note":"$1" x}}"#)
            try expectProblem(answer, 400, "TH001", details: "metadata")
        }
    }

    /// Files are ordered by path, and only neighbours are compared, so the same version in two folders below
    /// `migrations/` isn't noticed; `Plan` then stops the process with a runtime error.
    @Test func `two files of one version in different folders are refused`() async throws {
        try await SQLFolder.with([
            "migrations/a/20260101000000_x.sql": "select 1;", "migrations/a/20260102000000_x.sql": "select 1;",
            "migrations/b/20260101000000_y.sql": "select 1;",
        ]) { folder in
            _ = #expect(throws: MigratorError.self) { try Project(folder: folder.path) }
        }
    }

    /// A probe waited as long as a caller for a connection: ten seconds.
    @Test func `readiness is told soon while the database is away`() async throws {
        try await TestService.with(conninfo: "host=/nowhere user=postgres dbname=x") { service in
            let answer = try await withThrowingTaskGroup(of: Answer?.self) { group in
                group.addTask { try await service.get("/health/ready") }
                group.addTask {
                    try await Task.sleep(for: .seconds(3))
                    return nil
                }
                return try await group.next() ?? nil
            }
            #expect(answer?.status == 503)
        }
    }
}
