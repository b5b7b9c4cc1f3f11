import Foundation
import Postgres
import Testing
import Thin

/// What is installed while the service runs is found: when it is told, and when it had to connect anew.
@Suite(.fixture, .serialized, .timeLimit(.minutes(5))) struct ReloadTests {
    private static func install(_ name: String, _ more: String = "") async throws {
        try await Fixture.current.database.withConnection { connection in
            _ = try await connection.script(
                "create table test.\(name) (id integer); grant select on test.\(name) to anon; \(more)")
        }
    }

    private static func isServed(_ name: String) async throws -> Bool {
        try await Fixture.current.service.get("/\(name)").status == 200
    }

    @Test func `after a signal`() async throws {
        try await Self.install("by_signal")
        #expect(try await Self.isServed("by_signal") == false)
        try Fixture.current.service.process.signal(SIGUSR1)
        try await eventually { try await Self.isServed("by_signal") }
    }

    @Test(arguments: ["reload schema", "reload config", ""])
    func `after a notification`(payload: String) async throws {
        let name = "by_notification_of_\(payload.replacing(" ", with: "_"))"
        try await Self.install(name, "notify pgrst, '\(payload)'")
        try await eventually { try await Self.isServed(name) }
    }

    @Test func `many notifications at once are few readings`() async throws {
        let log = { try Fixture.current.service.process.log.components(separatedBy: "catalogue read").count }
        let before = try log()
        try await Self.install("by_many")
        try await Fixture.current.database.withConnection { reader in
            // While this is held, the catalogue can't be read to its end.
            _ = try await reader.script("begin; lock table pg_description in access exclusive mode")
            try await Fixture.current.database.withConnection { connection in
                for _ in 0..<300 { _ = try await connection.script("notify pgrst") }
            }
            _ = try await reader.script("commit")
        }
        try await eventually { try await Self.isServed("by_many") }
        try await Self.install("by_last", "notify pgrst")
        try await eventually { try await Self.isServed("by_last") }
        #expect(try log() - before < 100)
    }

    @Test func `what began to be read later counts`() {
        var latest = LatestValue<String>()
        #expect(latest.value == nil)
        let first = latest.begin(), second = latest.begin(), third = latest.begin()
        latest.keep("second", of: second)
        latest.keep("first", of: first)
        #expect(latest.value == "second")
        latest.keep("third", of: third)
        #expect(latest.value == "third")
    }

    @Test func `after a lost connection`() async throws {
        try await Self.install("by_reconnect")
        try await Fixture.current.database.withConnection { connection in
            let killed = try await connection.value(
                """
                select count(pg_terminate_backend(a.pid))
                from pg_stat_activity a
                where
                    a.datname = current_database() and a.query ilike 'listen%' and a.pid <> pg_backend_pid()
                """)
            #expect(killed != "0")
        }
        try await eventually { try await Self.isServed("by_reconnect") }
    }

    @Test func `what is dropped is gone, and a request in between is told so`() async throws {
        try await Self.install("to_drop", "notify pgrst")
        try await eventually { try await Self.isServed("to_drop") }
        try await Fixture.current.database.withConnection { connection in
            _ = try await connection.script("drop table test.to_drop")
        }
        try expectProblemCode(try await Fixture.current.service.get("/to_drop"), 404, "42P01")
        try await Fixture.current.database.withConnection { connection in
            _ = try await connection.script("notify pgrst")
        }
        try await eventually { try await Fixture.current.service.get("/to_drop").text.contains("PGRST205") }
    }

    private func expectProblemCode(_ answer: Answer, _ status: Int, _ code: String) throws {
        #expect(answer.status == status, "\(answer.text)")
        #expect(try answer.member("code") == code, "\(answer.text)")
    }
}
