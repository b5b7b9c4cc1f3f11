import Testing
import Thin

/// What stands between the service and whoever isn't meant to reach it, and what browsers are told.
@Suite(.service, .timeLimit(.minutes(5))) struct EdgeTests {
    private static let old = "an-old-secret-of-the-edge", new = "a-new-secret-of-the-edge"

    @Test func `around the edge nothing is reached`() async throws {
        let world = try TestWorld.current
        let settings = ["API_SHARED_SECRET": "\(Self.old), \(Self.new)"]
        try await TestService.with(conninfo: world.database.conninfo, settings: settings) { service in
            let token = try await TestTokens.service()
            for path in [
                "/rest/v1/balance", "/rest/v1/", "/auth/v1/settings", "/auth/v1/health", "/no/such", "/health",
            ] {
                let wrong: [KeyValuePairs<String, String>] = [
                    [:], ["X-Api-Shared-Secret": ""], ["X-Api-Shared-Secret": Self.new + "x"],
                    ["X-Api-Shared-Secret": String(Self.new.dropLast())],
                    ["X-Api-Shared-Secret": "\(Self.old), \(Self.new)"], ["Authorization": Self.new],
                ]
                for headers in wrong {
                    try expectProblem(
                        try await service.send("GET", path, token: headers.isEmpty ? token : nil, headers: headers),
                        403,
                        "TH403")
                }
            }
            for secret in [Self.old, Self.new] {
                let answer = try await service.send(
                    "GET", "/rest/v1/balance", token: token, headers: ["x-api-shared-secret": secret])
                #expect(answer.status == 200)
            }
            #expect(try await service.get("/health/live").status == 200)
            #expect(try await service.get("/health/ready").status == 200)
            // Stripe can't bring it; the signature is what counts there.
            try expectProblem(try await service.send("POST", "/webhooks/stripe", body: []), 503, "TH503")
            #expect(!service.process.log.contains(Self.new))
        }
    }

    @Test(arguments: ["short", "a-long-enough-secret,short"]) func `a short secret is refused`(text: String) {
        #expect(throws: ConfigurationError.self) { try EdgeSecret(text) }
    }

    @Test func `every answer says what browsers may do with it`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.service()
        let answers = [
            try await service.get("/rest/v1/balance", token: token), try await service.get("/rest/v1/balance"),
            try await service.get("/no/such"), try await service.get("/health/live"),
            try await service.get("/auth/v1/settings"), try await service.send("OPTIONS", "/rest/v1/balance"),
            try await service.send("TRACE", "/rest/v1/balance"),
        ]
        for answer in answers {
            #expect(answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["referrer-policy"] == "no-referrer")
            #expect(answer.headers["strict-transport-security"] == nil)
        }
        let settings = ["THIN_API_URL": "https://api.example.com"]
        try await TestService.with(conninfo: try TestWorld.current.database.conninfo, settings: settings) { service in
            let answer = try await service.get("/health/live")
            #expect(answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains")
        }
    }
}
