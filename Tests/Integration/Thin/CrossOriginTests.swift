import Testing

/// Pages of other origins: by default none may read answers, else those that are named exactly.
@Suite(.service, .timeLimit(.minutes(5))) struct CrossOriginTests {
    private static let preflight: KeyValuePairs = [
        "Origin": "https://shop.example", "Access-Control-Request-Method": "POST",
    ]

    @Test func `no other origin may read unless it is named`() async throws {
        let service = try TestWorld.current.service
        for method in ["GET", "OPTIONS"] {
            let answer = try await service.send(method, "/rest/v1/balance", headers: Self.preflight)
            #expect(!answer.headers.keys.contains { $0.hasPrefix("access-control-") }, "\(answer.headers)")
        }
    }

    @Test func `an origin that is named may read, one that only looks like it may not`() async throws {
        let conninfo = try TestWorld.current.database.conninfo
        let settings = ["THIN_CORS_ORIGINS": "https://shop.example, http://localhost:3000"]
        try await TestService.with(conninfo: conninfo, settings: settings) { service in
            let answer = try await service.send("OPTIONS", "/rest/v1/balance", headers: Self.preflight)
            #expect(answer.status == 200)
            #expect(answer.headers["access-control-allow-origin"] == "https://shop.example")
            #expect(answer.headers["access-control-allow-credentials"] == "true")
            #expect(answer.headers["vary"] == "Origin")
            let refused = try await service.send(
                "GET", "/rest/v1/balance", headers: ["Origin": "http://localhost:3000"])
            #expect(refused.status == 401)
            #expect(refused.headers["access-control-allow-origin"] == "http://localhost:3000")
            for origin in [
                "https://shop.example.evil", "https://evil.shop.example", "http://shop.example", "null", "*",
                "https://SHOP.example", "https://shop.example:443", "https://shop.example/",
            ] {
                let other = try await service.send(
                    "OPTIONS", "/rest/v1/balance",
                    headers: ["Origin": origin, "Access-Control-Request-Method": "GET"])
                #expect(other.headers["access-control-allow-origin"] == nil, "\(origin)")
                #expect(other.headers["access-control-allow-methods"] == nil, "\(origin)")
                #expect(other.headers["vary"] == "Origin", "\(origin)")
            }
        }
    }
}
