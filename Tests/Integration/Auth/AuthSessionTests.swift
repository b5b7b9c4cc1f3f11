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
        // In a world of its own: the others count on the usual interval.
        try await TestWorld.with { world in
            try await world.set("confirms_automatically = true, reuse_interval_seconds = 0")
            let person = try await world.signUp()
            let second = try #require(try await world.refresh(person.refreshToken).member("refresh_token"))
            let third = try #require(try await world.refresh(second).member("refresh_token"))
            try expectRefusal(try await world.refresh(person.refreshToken), 400, "refresh_token_already_used")
            try expectRefusal(try await world.refresh(third), 400, "refresh_token_not_found")
            try expectProblem(
                try await world.service.get("/rest/v1/balance", token: person.accessToken), 401, "TH401")
        }
    }

    @Test func `a session that is out of time is refused at once`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true")
        let person = try await world.signUp()
        try await world.database.withConnection { connection in
            _ = try await connection.query(
                """
                update auth.sessions s
                set not_after = now()
                from auth.users u
                where u.id = s.user_id and u.email = \(person.email)
                """)
        }
        try expectProblem(try await world.service.get("/rest/v1/balance", token: person.accessToken), 401, "TH401")
        try expectProblem(try await world.service.get("/rest/v1/", token: person.accessToken), 401, "TH401")
        try expectRefusal(try await world.auth("GET", "/user", token: person.accessToken), 403, "session_not_found")
        try expectRefusal(try await world.refresh(person.refreshToken), 400, "session_expired")
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
        let code = try await world.mailedCode(to: person.email, kind: "recovery")
        func verify(_ code: String) async throws -> Answer {
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

    @Test func `whoever signs in leaves connections to the others`() async throws {
        try await TestWorld.with(poolSize: 4) { world in
            try await world.set("confirms_automatically = true")
            let person = try await world.signUp()
            let user = try await world.makeUser(credits: "5")
            let body = #"{"email":"\#(person.email)","password":"\#(TestWorld.password)"}"#
            // Sign-ins wait for the user's row, more of them than there are connections.
            let signIns = try await world.database.withConnection { holder in
                _ = try await holder.script(
                    "begin; select from auth.users where email = '\(person.email)' for no key update")
                let signIns = (0..<8).map { _ in
                    Task { try await world.auth("POST", "/token?grant_type=password", body).status }
                }
                try await world.database.withConnection { connection in
                    while try await connection.query(Self.waiting).rowCount == 0 {
                        try await Task.sleep(for: .milliseconds(10))
                    }
                }
                _ = try await world.reserve(user, "1")
                #expect(try await world.refresh(person.refreshToken).status == 200)
                _ = try await holder.script("commit")
                return signIns
            }
            var statuses: Set<Int> = []
            for signIn in signIns { statuses.insert(try await signIn.value) }
            // On a slow machine the first may have waited for longer than a statement may take.
            #expect(statuses.isSubset(of: [200, 504]))
        }
    }

    private static let waiting: Query = """
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        """

    @Test func `calls that came together are refused one by one, and others' go on`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "100")
        let ended = #"{"role":"service_role","session_id":"00000000-0000-0000-0000-000000000001","sub":"x"}"#
        let tokens = [try await TestTokens.sign(json: ended), try await TestTokens.service()]
        let body = #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#
        let statuses = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for call in 0..<64 {
                group.addTask {
                    (call % 2, try await world.service.call("reserve", body, token: tokens[call % 2]).status)
                }
            }
            return try await group.reduce(into: [[Int]](repeating: [], count: 2)) { $0[$1.0].append($1.1) }
        }
        #expect(statuses[0] == Array(repeating: 401, count: 32))
        #expect(statuses[1] == Array(repeating: 200, count: 32))
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
