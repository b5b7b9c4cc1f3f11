import Foundation
import Postgres
import Testing

/// A request's id goes out with the answer and into the audit log.
@Suite(.service, .timeLimit(.minutes(5))) struct RequestIDTests {
    @Test(arguments: ["a", "req-1.2_3", String(repeating: "x", count: 128), UUID().uuidString])
    func `a harmless id is kept`(id: String) async throws {
        let service = try TestWorld.current.service
        for path in ["/health/live", "/rest/v1/balance", "/nowhere"] {
            #expect(try await service.send("GET", path, headers: ["X-Request-ID": id]).headers["x-request-id"] == id)
        }
    }

    @Test(arguments: [
        "", "a b", "a,b", "<script>", "a;b", "\"", "'; --", "é", "a/b", "\u{1F600}", String(repeating: "x", count: 129),
        "%0a",
    ])
    func `a harmful id is replaced`(id: String) async throws {
        let service = try TestWorld.current.service
        let given = try await service.send("GET", "/health/live", headers: ["X-Request-ID": id]).headers["x-request-id"]
        #expect(given != id)
        #expect(try #require(given).wholeMatch(of: /[0-9a-f]{16,32}/) != nil)
    }

    @Test func `two ids are replaced`() async throws {
        let service = try TestWorld.current.service
        let answer = try await service.send("GET", "/health/live", headers: ["X-Request-ID": "a", "X-Request-Id": "b"])
        #expect(try #require(answer.headers["x-request-id"]).count >= 16)
    }

    @Test func `the audit log knows request, actor and agent`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser()
        let token = try await TestTokens.sign(role: "service_role", sub: "7b0f2e7e-0000-4000-8000-000000000001")
        let id = "audit-\(UUID().uuidString)"
        let answer = try await world.service.send(
            "POST", "/rest/v1/rpc/grant_credits", token: token,
            headers: ["X-Request-ID": id, "User-Agent": "tests/1 \"quoted\" \\ é"],
            body: Array(#"{"user_id":"\#(user)","amount":1,"source":"purchase"}"#.utf8))
        #expect(answer.status == 200, "\(answer.text)")
        try await world.database.withConnection { connection in
            let rows = try await connection.query(
                """
                select actor_id, actor_role, agent, address, relation, new_values ->> 'user_id' as owner
                from audit.log where request_id = \(id)
                """)
            #expect(rows.rowCount == 1)
            #expect(rows.text(0, "actor_id") == "7b0f2e7e-0000-4000-8000-000000000001")
            #expect(rows.text(0, "actor_role") == "service_role")
            #expect(rows.text(0, "agent")?.hasPrefix("tests/1 \"quoted\" \\ ") == true)
            #expect(rows.text(0, "address") == "127.0.0.1")
            #expect(rows.text(0, "owner") == user)
        }
    }
}
