import Foundation
import Postgres
import Testing

/// When sessions end.
@Suite(.service, .timeLimit(.minutes(5))) struct AuthSessionTests {
    @Test(arguments: ["local", "global", "others"])
    func `signing out is seen at once, by every instance`(scope: String) async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true")
        let person = try await world.signUp()
        let other = try await world.auth(
            "POST", "/token?grant_type=password",
            #"{"email":"\#(person.email)","password":"\#(TestWorld.password)"}"#)
        let elsewhere = try #require(try other.member("access_token"))
        try await TestService.with(conninfo: world.database.conninfo) { second in
            #expect(try await second.get("/rest/v1/balance", token: person.accessToken).status == 200)
            let answer = try await world.auth("POST", "/logout?scope=\(scope)", token: person.accessToken)
            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
            for (token, ends) in [(person.accessToken, scope != "others"), (elsewhere, scope != "local")] {
                let read = try await second.get("/rest/v1/balance", token: token)
                let user = try await world.auth("GET", "/user", token: token)
                if ends {
                    try expectProblem(read, 401, "TH401")
                    try expectRefusal(user, 403, "session_not_found")
                } else {
                    #expect(read.status == 200)
                    #expect(user.status == 200)
                }
            }
        }
    }

    @Test func `a reused refresh token ends the session, though the call fails`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true, reuse_interval_seconds = 0")
        let person = try await world.signUp()
        let second = try #require(try await world.refresh(person.refreshToken).member("refresh_token"))
        let third = try #require(try await world.refresh(second).member("refresh_token"))
        try expectRefusal(try await world.refresh(person.refreshToken), 400, "refresh_token_already_used")
        #expect(try await world.refresh(third).status == 400)
        try expectProblem(try await world.service.get("/rest/v1/balance", token: person.accessToken), 401, "TH401")
        try await world.set("reuse_interval_seconds = 10")
    }

    @Test func `a hundred refreshes of one token at the same time give one child`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true, reuse_interval_seconds = 10")
        let person = try await world.signUp()
        let children = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 {
                group.addTask { try await world.refresh(person.refreshToken).member("refresh_token") }
            }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(children.count == 1)
        #expect(!children.contains(nil))
    }

    @Test func `a banned user's token is refused`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true")
        let person = try await world.signUp()
        try await world.database.withConnection { connection in
            _ = try await connection.query(
                "update auth.users set banned_until = now() + interval '1 hour' where email = \(person.email)")
        }
        try expectProblem(try await world.service.get("/rest/v1/balance", token: person.accessToken), 403, "TH403")
        try expectRefusal(try await world.auth("GET", "/user", token: person.accessToken), 403, "user_banned")
    }

    @Test func `20 wrong codes spend a code, and are counted although they are refused`() async throws {
        let world = try TestWorld.current
        try await world.set(
            "confirms_automatically = true, mail_pause_seconds = 0, recoveries_per_hour = 1000")
        let person = try await world.signUp()
        #expect(try await world.auth("POST", "/recover", #"{"email":"\#(person.email)"}"#).status == 200)
        let body = try await world.database.withConnection { connection in
            try await connection.query(
                "select body from ops.outbox where recipient = \(person.email) and kind = 'recovery'"
            ).text(0, 0)
        }
        let code = try #require(body?.firstMatch(of: /[0-9]{6}/)).0
        func verify(_ code: some StringProtocol) async throws -> Answer {
            try await world.auth(
                "POST", "/verify", #"{"type":"recovery","email":"\#(person.email)","token":"\#(code)"}"#)
        }
        for _ in 0..<20 {
            try expectRefusal(try await verify(code == "000000" ? "000001" : "000000"), 403, "otp_expired")
        }
        try expectRefusal(try await verify(code), 403, "otp_expired")
    }

    @Test func `a service key of a session that has ended is refused, also for what may go together`() async throws {
        let world = try TestWorld.current
        let claims = #"{"role":"service_role","session_id":"00000000-0000-0000-0000-000000000001","sub":"x"}"#
        let token = try await TestTokens.sign(json: claims)
        try expectProblem(try await world.service.call("verify", "{}", token: token), 401, "TH401")
        let body = #"{"user_id":"\#(try await world.makeUser(credits: "5"))","amount":1,"job_type":"story"}"#
        try expectProblem(try await world.service.call("reserve", body, token: token), 401, "TH401")
    }

    @Test func `where somebody else signs people in there is no auth`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                _ = try await connection.query("alter schema auth owner to postgres")
            }
            try await TestService.with(conninfo: database.conninfo) { service in
                let answer = try await service.send("POST", "/auth/v1/signup", body: Array("{}".utf8))
                #expect(answer.status == 404)
                let ready = try await service.get("/health/ready")
                #expect(ready.status == 200)
            }
        }
    }
}
