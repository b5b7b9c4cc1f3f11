import Foundation
import Postgres
import Testing

/// SIGTERM while requests run.
@Suite(.timeLimit(.minutes(5))) struct ShutdownTests {
    @Test func `requests that run are answered, new ones aren't taken`() async throws {
        try await TestWorld.withDatabase { database in
            let service = try await TestService.start(conninfo: database.conninfo)
            let world = TestWorld(database: database, service: service)
            let user = try await world.makeUser(credits: "10")
            try await database.withConnection { connection in
                _ = try await connection.script("begin; select from credits.accounts for update")
                let reserve = Task {
                    try await service.call("reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#)
                }
                try await Self.eventuallyWaits(database)
                service.process.signal(SIGTERM)
                try await eventually { (try? Wire(port: service.port)) == nil }
                #expect(service.process.exitStatus == nil)
                _ = try await connection.script("commit")
                let answer = try await reserve.value
                #expect(answer.status == 200, "\(answer.text)")
                #expect(try await service.process.wait() == 0, "\(service.process.log)")
                #expect(try await connection.value("select count(*) from credits.reservations") == "1")
                #expect(try await connection.query("select * from credits.verify()").rowCount == 0)
            }
        }
    }

    @Test func `connections that wait for a next request don't keep it`() async throws {
        try await TestWorld.withDatabase { database in
            let service = try await TestService.start(conninfo: database.conninfo)
            let silent = try Wire(port: service.port)
            let idle = try Wire(port: service.port)
            try await idle.send(TestService.request("GET", "/health/live"))
            #expect(try await idle.answer().status == 200)
            #expect(try await service.stop() == 0)
            try await idle.end()
            silent.hangUp()
        }
    }

    @Test func `SIGINT stops it too`() async throws {
        try await TestWorld.withDatabase { database in
            let service = try await TestService.start(conninfo: database.conninfo)
            service.process.signal(SIGINT)
            #expect(try await service.process.wait() == 0)
        }
    }

    /// Waits until the service's statement waits for a lock.
    static func eventuallyWaits(_ database: TestDatabase) async throws {
        try await database.withConnection { watcher in
            try await eventually {
                try await watcher.value(
                    """
                    select count(*) from pg_stat_activity
                    where wait_event_type = 'Lock' and datname = \(database.name) and application_name like 'thin%'
                    """) != "0"
            }
        }
    }
}
