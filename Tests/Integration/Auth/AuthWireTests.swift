import Foundation
import Postgres
import Testing

/// How `/auth/v1` reads requests and writes answers.
@Suite(.service, .timeLimit(.minutes(5))) struct AuthWireTests {
    @Test func `a session is signed, and good for reading under row level security`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true")
        let person = try await world.signUp()
        let balance = try await world.service.get("/rest/v1/balance?select=available", token: person.accessToken)
        #expect(balance.text == #"[{"available":0}]"#)
        let user = try await world.auth("GET", "/user", token: person.accessToken)
        #expect(user.status == 200)
        #expect(try user.member("email") == person.email)
        #expect(user.headers["cache-control"] == "no-store")
        let claims = try #require(person.accessToken.split(separator: ".").dropFirst().first)
        let padded = claims + String(repeating: "=", count: (4 - claims.count % 4) % 4)
        let text = String(padded.replacing("-", with: "+").replacing("_", with: "/"))
        let issuer = #""iss": "http://127.0.0.1:\#(world.service.port)/auth/v1""#
        #expect(String(decoding: Data(base64Encoded: text) ?? Data(), as: UTF8.self).contains(issuer))
    }

    @Test(arguments: ["2024-01-01", "2025-06-30"]) func `errors have a code and a message`(version: String) async throws
    {
        let answer = try await TestWorld.current.auth(
            "POST", "/signup", #"{"email":"ada@example.com","password":"short"}"#,
            headers: ["X-Supabase-Api-Version": version])
        try expectRefusal(answer, 422, "weak_password")
        #expect(answer.text.contains(#""weak_password""#))
        #expect(answer.headers["content-type"] == "application/json")
    }

    @Test(arguments: [nil, "2023-12-31", "tomorrow", ""]) func `old clients get errors as they know them`(
        version: String?
    ) async throws {
        let answer = try await TestWorld.current.auth(
            "POST", "/signup", #"{"email":"ada@example.com","password":"short"}"#,
            headers: version.map { ["X-Supabase-Api-Version": $0] } ?? [:])
        #expect(answer.status == 422)
        #expect(try answer.member("code") == "422")
        #expect(try answer.member("error_code") == "weak_password")
        #expect(try answer.member("msg")?.isEmpty == false)
        #expect(try answer.object["message"] == nil)
        #expect(answer.text.contains(#""weak_password""#))
        #expect(answer.headers["x-sb-error-code"] == "weak_password")
        #expect(answer.headers["x-supabase-api-version"] == nil)
    }

    @Test(arguments: [
        "{", "[]", "null", "1", "\"text\"", #"{"email":}"#, #"{"email":"a"} x"#, #"{"email":"a","email":"b"}"#,
        #"{"email":"\u0000"}"#, #"{"data":{"a":tru}}"#, #"{"data":1e999999}"#, #"{"data":{"a":"\u0000"}}"#,
    ]) func `a body that is no object is refused`(body: String) async throws {
        try expectRefusal(try await TestWorld.current.auth("POST", "/signup", body), 400, "bad_json")
    }

    @Test func `bytes that are no text are refused`() async throws {
        let world = try TestWorld.current
        let body = Array(#"{"email":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        let answer = try await world.service.send(
            "POST", "/auth/v1/signup", headers: ["X-Supabase-Api-Version": "2024-01-01"], body: body)
        try expectRefusal(answer, 400, "bad_json")
    }

    @Test func `a body may be missing`() async throws {
        let world = try TestWorld.current
        try expectRefusal(try await world.auth("POST", "/recover"), 400, "validation_failed")
        try expectRefusal(try await world.auth("POST", "/token?grant_type=none"), 400, "invalid_credentials")
        try expectRefusal(try await world.auth("POST", "/recover?a=%zz"), 400, "validation_failed")
    }

    @Test func `a body that is too large is refused`() async throws {
        let body = #"{"email":"\#(String(repeating: "a", count: 1_100_000))"}"#
        #expect(try await TestWorld.current.auth("POST", "/signup", body).status == 413)
    }

    @Test(arguments: [
        ("GET", "/user"), ("PUT", "/user"), ("POST", "/logout"), ("GET", "/reauthenticate"), ("GET", "/admin/users"),
        ("POST", "/admin/users"), ("GET", "/admin/users/00000000-0000-0000-0000-000000000000"),
        ("PUT", "/admin/users/1"), ("DELETE", "/admin/users/1"), ("POST", "/admin/generate_link"), ("POST", "/invite"),
    ]) func `whoever is asked for a token must have a good one`(method: String, path: String) async throws {
        let world = try TestWorld.current
        try expectRefusal(try await world.auth(method, path), 401, "no_authorization")
        let expired = try await TestTokens.sign(role: "service_role", expiresIn: -60)
        for token in ["x", "a.b.c", expired, TestTokens.unsigned(role: "service_role")] {
            try expectRefusal(try await world.auth(method, path, token: token), 403, "bad_jwt")
        }
    }

    @Test(arguments: [
        "/token?grant_type=password", "/signup", "/recover", "/otp", "/magiclink", "/resend", "/verify",
    ]) func `a bad token doesn't count where none is needed`(path: String) async throws {
        let answer = try await TestWorld.current.auth("POST", path, "{}", token: "not.a.token")
        #expect(try answer.member("code") != "bad_jwt", "\(answer.text)")
        #expect((400..<500).contains(answer.status), "\(answer.text)")
    }

    @Test func `a link leads on with tokens, and only to where it may`() async throws {
        let world = try TestWorld.current
        try await world.set("redirect_urls = '{https://app.example.com/*}'")
        let email = "\(UUID().uuidString.lowercased())@example.com"
        let made = try await world.auth(
            "POST", "/admin/generate_link",
            #"{"type":"signup","email":"\#(email)","password":"\#(TestWorld.password)"}"#,
            token: try await TestTokens.service(),
            headers: ["redirect_to": "https://app.example.com/in", "X-Supabase-Api-Version": "2024-01-01"])
        let link = try #require(try made.member("action_link"))
        #expect(link.contains("redirect_to=https%3A%2F%2Fapp.example.com%2Fin"))
        let path = try #require(link.firstRange(of: "/auth/v1").map { String(link[$0.upperBound...]) })
        let answer = try await world.auth("GET", path)
        #expect(answer.status == 303)
        #expect(answer.body.isEmpty)
        let location = try #require(answer.headers["location"])
        #expect(location.hasPrefix("https://app.example.com/in#access_token=ey"))
        let token = try #require(location.firstMatch(of: /access_token=([^&]+)&/)).1
        #expect(try await world.auth("GET", "/user", token: String(token)).status == 200)
        let again = try await world.auth("GET", path)
        #expect(again.headers["location"]?.contains("#error=access_denied&error_code=otp_expired") == true)
    }

    @Test func `what needs nobody`() async throws {
        let world = try TestWorld.current
        #expect(try await world.auth("GET", "/health").member("name") == "GoTrue")
        #expect(try await world.auth("GET", "/settings").status == 200)
        #expect(try await world.auth("GET", "/.well-known/jwks.json").text == #"{"keys":[]}"#)
        try expectProblem(try await world.auth("GET", "/nothing"), 404)
        #expect([404, 405].contains(try await world.auth("DELETE", "/user").status))
    }

    @Test func `users are listed page by page`() async throws {
        let world = try TestWorld.current
        _ = try await world.makeUser()
        _ = try await world.makeUser()
        let page = try await world.auth(
            "GET", "/admin/users?page=1&per_page=1", token: try await TestTokens.service())
        #expect(page.status == 200)
        #expect(page.headers["x-total-count"].flatMap { Int($0) } ?? 0 >= 2)
        #expect(page.headers["link"]?.contains(#"rel="next""#) == true)
    }

    @Test func `without a database clients are told to come back`() async throws {
        try await TestWorld.with { world in
            try await world.set("confirms_automatically = true")
            let person = try await world.signUp()
            try await world.database.withConnection { connection in
                // "alter database" doesn't do it from within.
                _ = try await connection.query(
                    "update pg_database set datallowconn = false where datname = current_database()")
                _ = try await connection.query(
                    """
                    select pg_terminate_backend(a.pid)
                    from pg_stat_activity a
                    where a.datname = current_database() and a.pid <> pg_backend_pid()
                    """)
                for _ in 0..<2 {
                    let answer = try await world.auth("GET", "/user", token: person.accessToken)
                    try expectRefusal(answer, 503, "unexpected_failure")
                    #expect(answer.headers["retry-after"] == "1")
                }
                _ = try await connection.query(
                    "update pg_database set datallowconn = true where datname = current_database()")
            }
            while try await world.auth("GET", "/user", token: person.accessToken).status != 200 {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
