import Foundation
import Testing

/// Tokens that are no good.
@Suite(.service, .timeLimit(.minutes(5))) struct TokenTests {
    static let path = "/rest/v1/balance"

    @Test func `an expired token is refused, also one that was good before`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.sign(role: "service_role", expiresIn: -31)
        let answer = try await service.get(Self.path, token: token)
        try expectProblem(answer, 401, "PGRST303")
        #expect(answer.headers["www-authenticate"]?.contains("invalid_token") == true)
        let early = try await TestTokens.sign(role: "service_role", startsIn: 600)
        try expectProblem(try await service.get(Self.path, token: early), 401, "PGRST303")
        let skewed = try await TestTokens.sign(role: "service_role", expiresIn: -5)
        #expect(try await service.get(Self.path, token: skewed).status == 200)
    }

    @Test(arguments: ["service_role", "authenticated", "anon"])
    func `a token that somebody else signed is refused`(role: String) async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.sign(role: role, secret: "somebody-else's-key-0123456789abcdef0123")
        try expectProblem(try await service.get(Self.path, token: token), 401, "PGRST301")
        let write = try await service.call("verify", "{}", token: token)
        try expectProblem(write, 401, "PGRST301")
    }

    @Test func `a token that says it needs no signature is refused`() async throws {
        let service = try TestWorld.current.service
        let good = try await TestTokens.service()
        let signature = String(try #require(good.split(separator: ".").last))
        for token in [
            TestTokens.unsigned(role: "service_role"), TestTokens.unsigned(role: "service_role", signature: signature),
        ] {
            try expectProblem(try await service.get(Self.path, token: token), 401, "PGRST301")
        }
    }

    @Test func `a token whose claims were changed is refused`() async throws {
        let service = try TestWorld.current.service
        let parts = try await TestTokens.user(UUID().uuidString).split(separator: ".")
        let claims = Data(#"{"role":"service_role"}"#.utf8).base64EncodedString().replacing("=", with: "")
        let forged = "\(parts[0]).\(claims).\(parts[2])"
        try expectProblem(try await service.get(Self.path, token: forged), 401, "PGRST301")
    }

    @Test func `another algorithm is refused`() async throws {
        let token = try await TestTokens.sign(role: "service_role", bits: 512)
        try expectProblem(try await TestWorld.current.service.get(Self.path, token: token), 401, "PGRST301")
    }

    @Test(arguments: [
        "postgres", "thin_owner", "nobody_of_that_name", "", "none", "authenticator", "Service_Role",
        "service_role; reset role", "\"service_role\"",
    ])
    func `a role that the service may not take on is refused`(role: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "1")
        let token = try await TestTokens.sign(role: role, sub: user)
        for answer in [
            try await world.service.get(Self.path, token: token),
            try await world.service.call("verify", "{}", token: token),
            try await world.service.call(
                "grant_credits", #"{"user_id":"\#(user)","amount":1,"source":"purchase"}"#, token: token),
        ] {
            #expect([400, 401, 403].contains(answer.status))
            try expectProblem(answer, answer.status)
        }
        #expect(try await world.balance(user) == #"[{"available":1,"held":0,"debt":0}]"#)
    }

    @Test func `a token without a role is nobody's`() async throws {
        let token = try await TestTokens.sign(role: nil, sub: UUID().uuidString)
        try expectProblem(try await TestWorld.current.service.get(Self.path, token: token), 401, "42501")
    }

    @Test(arguments: [
        "Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer a.b.c.d", "garbage",
        "Bearer \u{FF}.\u{FF}.\u{FF}", "Bearer null", "bearer  x.y.z",
    ])
    func `a header that is no token is refused`(header: String) async throws {
        let service = try TestWorld.current.service
        let answer = try await service.send("GET", Self.path, headers: ["Authorization": header])
        try expectProblem(answer, 401, "PGRST301")
    }

    @Test func `a good token beside a bad one is refused`() async throws {
        let service = try TestWorld.current.service
        let good = try await TestTokens.service()
        let answer = try await service.send(
            "GET", Self.path, token: good, headers: ["Authorization": "Bearer a.b.c"])
        try expectProblem(answer, 401, "PGRST301")
    }

    @Test func `the key in the header apikey counts when there is no other`() async throws {
        let service = try TestWorld.current.service
        let (good, anon) = (try await TestTokens.service(), try await TestTokens.sign(role: "anon"))
        #expect(try await service.send("GET", Self.path, headers: ["apikey": good]).status == 200)
        #expect(try await service.send("GET", Self.path, token: good, headers: ["apikey": anon]).status == 200)
        try expectProblem(try await service.send("GET", Self.path, token: anon, headers: ["apikey": good]), 401)
        try expectProblem(try await service.send("GET", Self.path, headers: ["apikey": "x"]), 401, "PGRST301")
    }

    @Test func `a role in the body or query is no role`() async throws {
        let service = try TestWorld.current.service
        try expectProblem(try await service.get("\(Self.path)?role=eq.service_role"), 400, "42703", details: "role")
        try expectProblem(
            try await service.call("verify", #"{"role":"service_role"}"#, token: nil), 400, "TH001", details: "role")
    }

    @Test func `a token of 20 kB is refused`() async throws {
        let token = try await TestTokens.sign(role: "service_role", sub: String(repeating: "x", count: 20_000))
        try expectProblem(try await TestWorld.current.service.get(Self.path, token: token), 401, "PGRST301")
    }
}
