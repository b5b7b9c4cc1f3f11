import Foundation
import Testing

/// Query strings that are refused, each by its parameter.
@Suite(.service, .timeLimit(.minutes(5))) struct BadQueryTests {
    /// Query strings and the parameter that is refused.
    static let queries: [(query: String, field: String?)] = [
        ("select=nothing", "select"), ("select=id,", "select"), ("select=id;", "select"),
        ("select=metadata", "select"), ("select=count(*)", "select"),
        ("select=(select%20version())", "select"), ("select=ID", "select"),
        ("order=nothing", "order"), ("order=id.up", "order"), ("order=id.asc.desc.asc", "order"),
        ("order=id.asc.asc", "order"), ("order=1", "order"), ("order=id,", "order"), ("order=id;select%201", "order"),
        ("order=id)%20--", "order"), ("order=", "order"), ("limit=x", "limit"),
        ("limit=", "limit"),
        ("limit=1.5", "limit"), ("limit=1e3", "limit"), ("limit=1;", "limit"), ("offset=null", "offset"),
        ("nothing=eq.1", "nothing"), ("metadata=eq.1", "metadata"), ("id%22=eq.1", "id\""), ("status=x", "status"),
        ("status=eq", "status"), ("status=neq", "status"), ("status=is.nothing", "status"), ("status=in.x", "status"),
        ("status=EQ.x", "status"),
        ("status=", "status"), ("status", "status"), ("and=(id.eq.1)", "and"), ("or=(id.eq.1", "or"),
        ("nothing.limit=1", nil),
        ("status=eq.%", "query"), ("status=eq.%4", "query"), ("status=eq.%zz", "query"), ("status=eq.%ff", "query"),
        ("status=eq.%c0%80", "query"), ("status=eq.%00", "query"), ("status=eq.%ed%a0%80", "query"), ("%ff=1", "query"),
        ("=eq.1", ""), ("id=eq.x", "id"), ("id=eq.", "id"), ("credits_used=eq.abc", "credits_used"),
        ("created_at=eq.junk", "created_at"), ("created_at=eq.2026-99-99", "created_at"),
        ("job_id=eq.x&id=eq.'%20or%201=1--", "id"),
    ]

    @Test(arguments: queries) func `a query string that can't be is refused`(query: String, field: String?) async throws
    {
        let service = try TestWorld.current.service
        for token in [try await TestTokens.user(UUID().uuidString), try await TestTokens.service()] {
            let answer = try await service.get("/rest/v1/credit_usage?\(query)", token: token)
            try expectProblem(answer, 400, details: field)
        }
    }

    @Test func `a query string over 16 kB is refused, one below is taken`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.service()
        let text = String(repeating: "x", count: 16_384 - "status=eq.".count)
        #expect(try await service.get("/rest/v1/credit_usage?status=eq.\(text)", token: token).text == "[]")
        let answer = try await service.get("/rest/v1/credit_usage?status=eq.\(text)x", token: token)
        try expectProblem(answer, 414, "TH432")
    }

    @Test func `more columns than there is room for are refused`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.service()
        let many = (0..<1601).map { "\($0):held" }
        let refused = try await service.get("/rest/v1/balance?select=\(many.joined(separator: ","))", token: token)
        try expectProblem(refused, 400, "PGRST100", details: "select")
        let stars = Array(repeating: "*", count: 5000).joined(separator: ",")
        try expectProblem(
            try await service.get("/rest/v1/balance?select=\(stars)", token: token), 400, "PGRST100", details: "select")
        let taken = try await service.get(
            "/rest/v1/balance?select=\(many.dropLast().joined(separator: ","))&limit=1", token: token)
        #expect(taken.status == 200)
    }

    @Test func `a path over 2 kB is refused`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.service()
        for path in ["/rest/v1/", "/rest/v1/rpc/", "/"] {
            let answer = try await service.get(path + String(repeating: "x", count: 2049), token: token)
            try expectProblem(answer, 414, "TH432")
        }
        try expectProblem(
            try await service.get("/rest/v1/" + String(repeating: "x", count: 2000), token: token), 404, "PGRST205")
    }

    @Test func `headers over 32 kB are refused, those below are taken`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.service()
        let long = String(repeating: "x", count: 16_000)
        let taken = try await service.send("GET", "/rest/v1/balance", token: token, headers: ["X-A": long])
        #expect(taken.status == 200)
        let refused = try await service.send(
            "GET", "/rest/v1/balance", token: token, headers: ["X-A": long, "X-B": long, "X-C": long])
        try expectProblem(refused, 431, "TH431")
        let one = try await service.send(
            "GET", "/rest/v1/balance", token: token, headers: ["X-A": String(repeating: "x", count: 100_000)])
        #expect(one.status == 400)
    }

    @Test(arguments: [
        "nothing", "users", "accounts", "credits.accounts", "pg_class", "balance%22", "Balance", "%2e%2e", "a'b",
    ])
    func `an unknown view isn't found`(name: String) async throws {
        let service = try TestWorld.current.service
        let answer = try await service.get("/rest/v1/\(name)", token: try await TestTokens.service())
        try expectProblem(answer, 404, "PGRST205")
    }

    @Test(arguments: [
        "/rest", "/rest/v1/rpc", "/rest/v1/rpc/", "/rest/v1/rpc/a/b", "/rest/v1/balance/x", "/auth/v1/x", "/health",
        "/pages", "/pages/nothing", "/pages/nothing/account.js", "/pages/..%2f..%2fetc/passwd", "/index.html",
    ])
    func `an unknown path isn't found`(path: String) async throws {
        let answer = try await TestWorld.current.service.get(path, token: try await TestTokens.service())
        try expectProblem(answer, 404)
    }

    @Test(arguments: [
        "'; drop table auth.users; --", "\\", "$1", "$$", "%s", "\"", "‮", "👩‍👩‍👧", "e\u{301}", "a,b", "(1)", "null", "*",
        "a\nb", "\t",
    ])
    func `a value is only a value`(value: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "2")
        let json = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        let made = try await world.service.call(
            "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story","job_id":\#(json)}"#)
        #expect(made.status == 200, "\(made.text)")
        let escaped = try #require(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try await world.service.get(
            "/rest/v1/credit_usage?select=job_id&job_id=eq.\(escaped)", token: try await TestTokens.user(user))
        #expect(try answer.rows.map { $0["job_id"] } == [value])
    }

    @Test func `a plus is a space`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "2")
        _ = try await world.service.call(
            "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story","job_id":"a b+c"}"#)
        let answer = try await world.service.get(
            "/rest/v1/credit_usage?job_id=eq.a+b%2Bc&order=created_at.desc,id", token: try await TestTokens.user(user))
        #expect(try answer.rows.count == 1)
    }
}
