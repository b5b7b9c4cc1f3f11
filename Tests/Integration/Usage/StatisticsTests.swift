import Foundation
import Postgres
import Testing

/// What users are shown of their usage, as clients ask for it.
@Suite(.service(poolSize: 32), .timeLimit(.minutes(5))) struct StatisticsTests {
    /// A user who has used `calls` so many times, a different event each.
    static func makeUser(events: Int) async throws -> String {
        let world = try TestWorld.current
        let user = try await world.makeUser()
        try await world.database.withConnection { connection in
            _ = try await connection.query(
                """
                insert into usage.meters (id, name, unit) values ('calls', 'Calls', 'calls') on conflict do nothing
                """)
            _ = try await connection.query(
                """
                insert into usage.limits (plan, meter, quantity) values ('free', 'calls', 1000) on conflict do nothing
                """)
            _ = try await connection.query(
                """
                select count(usage.record(\(user)::uuid, 'calls', 1.5, 'event ' || n))
                from generate_series(1, \(events)::integer) n
                """)
        }
        return user
    }

    @Test(arguments: [
        ("limit=5", 5), ("limit=0", 1), ("limit=-1", 1), ("limit=101", 100), ("limit=9223372036854775807", 100),
        ("", 100),
        ("limit=5&offset=118", 2), ("limit=5&meter=eq.calls&event_id=like.event%2012*", 2), ("meter=eq.images", 0),
        ("limit=7&at=gte.2020-01-01", 7), ("at=lt.2020-01-01", 0),
    ])
    func `logs are read in pages, filtered, of 1 to 100`(query: String, count: Int) async throws {
        let user = try await Self.makeUser(events: 120)
        let token = try await TestTokens.user(user)
        let answer = try await TestWorld.current.service.get("/rest/v1/usage_logs?order=at.desc&\(query)", token: token)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.rows.count == count)
    }

    @Test(arguments: [
        "\"2026-13\"", "\"2026-1\"", "\"0000-01\"", "\"2026-11-01\"", "\"\"", "\"२०२६-११\"", "202611", "true", "{}",
        "[\"2026-11\"]",
    ])
    func `a billing period that is none is refused by its name`(period: String) async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.user(try await Self.makeUser(events: 1))
        for function in ["usage_statistics", "usage_by_day", "dashboard"] {
            let answer = try await service.call(function, #"{"billing_period":\#(period)}"#, token: token)
            try expectProblem(answer, 400, "TH001", details: "billing_period")
        }
    }

    @Test func `a user asks for nobody else, a service for anybody`() async throws {
        let service = try TestWorld.current.service
        let user = try await Self.makeUser(events: 3)
        let other = try await TestTokens.user(try await Self.makeUser(events: 0))
        let body = #"{"user_id":"\#(user)"}"#
        for function in ["usage_statistics", "usage_by_day", "usage_by_period"] {
            #expect(try await service.call(function, body, token: other).text == "[]")
            #expect(try await service.call(function, body).text.contains(#""quantity":4.5"#))
        }
        #expect(try await service.call("dashboard", body, token: other).text == "null")
        #expect(try await service.call("dashboard", body).member("user_id") == user)
    }

    @Test func `alerts are marked once, however many ask`() async throws {
        let service = try TestWorld.current.service
        let user = try await Self.makeUser(events: 0)
        let token = try await TestTokens.user(user)
        let used = #"{"user_id":"\#(user)","meter":"calls","quantity":1000,"event_id":"all"}"#
        #expect(try await service.call("record_usage", used).status == 200)
        let marked = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<32 {
                group.addTask { try await service.call("mark_read", "{}", token: token).text }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(marked == ["2": 1, "0": 31])
    }

    @Test func `the dashboard shows exact numbers`() async throws {
        let service = try TestWorld.current.service
        let user = try await Self.makeUser(events: 3)
        let token = try await TestTokens.user(user)
        let answer = try await service.call("dashboard", "{}", token: token)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.text.contains(#""used": 4.5"#), "\(answer.text)")
        #expect(answer.text.contains(#""allowed": 1000"#), "\(answer.text)")
        #expect(!answer.text.contains("metadata"))
    }
}
