import Foundation
import HTTPTypes
import Postgres
import Testing
import Thin

/// Keys for programs, over HTTP.
@Suite(.service, .timeLimit(.minutes(5))) struct APIKeyTests {
    /// A key as it was shown once.
    private struct Key {
        let id: String
        let secret: String

        init(_ answer: Answer) throws {
            #expect(answer.status == 200, "\(answer.text)")
            id = try #require(try answer.member("id"))
            secret = try #require(try answer.member("key"))
        }
    }

    private func make(
        _ scopes: [String], by token: String, _ more: String = "", on service: TestService
    ) async throws -> Key {
        let list = scopes.map { "\"\($0)\"" }.joined(separator: ",")
        return try Key(
            try await service.call("create_api_key", #"{"name":"a key","scopes":[\#(list)]\#(more)}"#, token: token))
    }

    @Test func `a user's key reads that user's rows, as a bearer token and as an API key`() async throws {
        let world = try TestWorld.current
        let service = world.service
        let user = try await world.makeUser(credits: "12")
        let other = try await world.makeUser(credits: "34")
        let key = try await make(["credits:read"], by: try await TestTokens.user(user), on: service)
        let anon = try await TestTokens.sign(role: "anon")
        let ways: [KeyValuePairs<String, String>] = [
            ["Authorization": "Bearer \(key.secret)"], ["apikey": key.secret],
            ["apikey": anon, "Authorization": "bearer \(key.secret)"],
        ]
        for headers in ways {
            let answer = try await service.send(
                "GET", "/rest/v1/balance?select=user_id,available", headers: headers)
            #expect(answer.text == #"[{"user_id":"\#(user)","available":12}]"#)
        }
        let none = try await service.get("/rest/v1/balance?user_id=eq.\(other)", token: key.secret)
        #expect(none.text == "[]")
        let seen = try await service.get(
            "/rest/v1/api_keys?select=id,last_used_at", token: try await TestTokens.user(user))
        #expect(seen.text.contains(key.id) && !seen.text.contains("null"))
        #expect(!seen.text.contains(key.secret))
    }

    @Test func `scopes bound what a key reaches, also through what is embedded`() async throws {
        let world = try TestWorld.current
        let service = world.service
        let user = try await world.makeUser(credits: "12")
        let reader = try await make(["credits:read"], by: try await TestTokens.service(), on: service)
        let spender = try await make(["credits:spend"], by: try await TestTokens.service(), on: service)
        let reserve = #"{"user_id":"\#(user)","amount":1,"job_type":"image"}"#
        try expectProblem(
            try await service.call("reserve", reserve, token: reader.secret), 403, "TH403", details: "scope")
        try expectProblem(
            try await service.get("/rest/v1/balance", token: spender.secret), 403, "TH403", details: "scope")
        #expect(try await service.get("/rest/v1/balance", token: reader.secret).status == 200)
        #expect(try await service.call("reserve", reserve, token: spender.secret).status == 200)
        // What it answers is of a relation that has its own scope; nothing of that is read through it.
        #expect(
            try await service.send(
                "POST", "/rest/v1/rpc/reserve?select=id", token: spender.secret, body: Array(reserve.utf8)
            ).status == 200)
        for path in ["balance?select=no_column", "api_keys", "rpc/create_api_key"] {
            let answer = try await service.send(
                path.hasPrefix("rpc") ? "POST" : "GET", "/rest/v1/\(path)", token: reader.secret,
                body: path.hasPrefix("rpc") ? Array(#"{"name":"x","scopes":["all"]}"#.utf8) : nil)
            try expectProblem(answer, 403, "TH403", details: "scope")
        }
        let all = try await make(["all"], by: try await TestTokens.service(), on: service)
        let another = try await service.call("create_api_key", #"{"name":"x","scopes":["all"]}"#, token: all.secret)
        try expectProblem(another, 403, "TH403", details: "api_key")
    }

    @Test func `a key that was revoked, rotated or has expired is refused at once, on every instance`() async throws {
        let world = try TestWorld.current
        let owner = try await TestTokens.user(try await world.makeUser(credits: "1"))
        let key = try await make(["credits:read"], by: owner, on: world.service)
        try await TestService.with(conninfo: world.database.conninfo) { second in
            for service in [world.service, second] {
                #expect(try await service.get("/rest/v1/balance", token: key.secret).status == 200)
            }
            let rotated = try Key(try await second.call("rotate_api_key", #"{"id":"\#(key.id)"}"#, token: owner))
            try expectProblem(try await world.service.get("/rest/v1/balance", token: key.secret), 401, "TH408")
            #expect(try await world.service.get("/rest/v1/balance", token: rotated.secret).status == 200)
            #expect(try await second.call("revoke_api_key", #"{"id":"\#(key.id)"}"#, token: owner).status == 204)
            let refused = try await world.service.get("/rest/v1/balance", token: rotated.secret)
            try expectProblem(refused, 401, "TH408")
            #expect(refused.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
        }
    }

    @Test(arguments: [
        "thin_", "thin_\(String(repeating: "x", count: 9000))", "thin_%00", "thin_ü", "thin_' or true --",
    ])
    func `what is no key is refused`(wrong: String) async throws {
        let service = try TestWorld.current.service
        try expectProblem(try await service.get("/rest/v1/balance", token: wrong), 401, "TH408")
    }

    @Test func `32 reservations at once by one server's key go through, and its use is noted`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "32")
        let key = try await make(["credits:spend"], by: try await TestTokens.service(), on: world.service)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<33 {
                group.addTask {
                    try await world.service.call(
                        "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"image"}"#, token: key.secret
                    ).status
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 32 && statuses.contains(402))
    }

    @Test func `a key manages users by the scope for it only`() async throws {
        let world = try TestWorld.current
        let token = try await TestTokens.service()
        let reader = try await make(["credits:read"], by: token, on: world.service)
        let manager = try await make(["identity:manage"], by: token, on: world.service)
        let refused = try await world.service.get("/auth/v1/admin/users", token: reader.secret)
        #expect(refused.status == 403 && refused.text.contains("insufficient_scope"), "\(refused.text)")
        #expect(try await world.service.get("/auth/v1/admin/users", token: manager.secret).status == 200)
        #expect(try await world.service.get("/auth/v1/admin/users", token: "thin_x").status == 403)
    }

    @Test func `what the service refuses by itself is registered with the same words`() async throws {
        let world = try TestWorld.current
        try await world.database.withConnection { connection in
            for problem in Problem.ofRequests {
                let row = try await connection.query(
                    "select e.http_status, e.message from ops.error_codes e where e.code = \(problem.code)")
                #expect(row.text(0, 0) == "\(problem.status.code)")
                #expect(row.text(0, 1) == problem.message)
            }
        }
    }
}
