import Postgres
import Testing

/// What the log holds at its most talkative (AC-9).
@Suite(.timeLimit(.minutes(5))) struct LogTests {
    @Test func `nothing that a client sent is logged, whatever becomes of it`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                _ = try await connection.script(
                    """
                    create function api.complain(words text) returns text language plpgsql as $$
                    begin raise exception '%', words using errcode = 'XX000', detail = words, hint = words; end $$;
                    grant execute on function api.complain to service_role
                    """)
            }
            try await TestService.with(conninfo: database.conninfo) { service in
                let secret = try await TestTokens.service()
                let body = Array(
                    #"{"words":"planted words","p_amount":"planted words","p_metadata":{"planted words":1}}"#.utf8)
                for (method, path) in [
                    ("POST", "/rest/v1/rpc/complain"), ("POST", "/rest/v1/rpc/reserve"), ("POST", "/auth/v1/signup"),
                    ("POST", "/auth/v1/token?grant_type=password"),
                    ("GET", "/rest/v1/balance?user_id=eq.planted%20words"),
                    ("GET", "/rest/v1/planted-words"), ("PATCH", "/planted-words?planted-words"),
                    ("GET", "/health/ready"),
                ] {
                    for token in [secret, "planted-words", "thin_planted_words"] {
                        _ = try await service.send(
                            method, path, token: token,
                            headers: [
                                "User-Agent": "planted words", "Cookie": "planted words", "Prefer": "planted-words",
                            ],
                            body: method == "GET" ? nil : body)
                    }
                }
                try await eventually { service.process.log.contains("answered") }
                let log = service.process.log
                #expect(log.firstMatch(of: /planted.{1,3}words/) == nil)
                #expect(!log.contains(secret))
            }
        }
    }

    @Test func `a level that there isn't is refused`() async throws {
        let run = try await ChildProcess.run(
            try ChildProcess.built("thin"), ["serve"],
            environment: ["THIN_JWT_SECRET": TestTokens.secret, "THIN_LOG_LEVEL": "loud"])
        #expect(run.status != 0)
        #expect(run.log.contains("THIN_LOG_LEVEL is one of trace, debug, info"))
    }
}
