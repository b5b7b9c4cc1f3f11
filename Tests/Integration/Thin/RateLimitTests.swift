import Foundation
import HTTPTypes
import Postgres
import Testing
import Thin

/// How often somebody may ask, decided in the database.
@Suite(.timeLimit(.minutes(5))) struct RateLimitTests {
    /// Lets so many through a day, so that nothing comes free while a test runs.
    private static func limit(_ database: TestDatabase, _ name: String, to requests: Int) async throws {
        try await database.withConnection { connection in
            _ = try await connection.query(
                "update ops.rates set requests = \(requests)::integer, period = '1 day' where class = \(name)")
        }
    }

    private static func expectRefused(
        _ answer: Answer, _ name: String, quota: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectProblem(answer, 429, "TH429")
        let seconds = try #require(answer.headers["retry-after"].flatMap { Int($0) }, sourceLocation: sourceLocation)
        #expect((1...86_400).contains(seconds), sourceLocation: sourceLocation)
        #expect(
            answer.headers["ratelimit"] == "\"\(name)\";r=0;t=\(seconds)", sourceLocation: sourceLocation)
        #expect(
            answer.headers["ratelimit-policy"] == "\"\(name)\";q=\(quota);w=86400", sourceLocation: sourceLocation)
    }

    @Test func `of many at once on three instances exactly a burst passes`() async throws {
        try await TestWorld.with(poolSize: 8) { world in
            try await Self.limit(world.database, "balance_and_usage", to: 20)
            let token = try await TestTokens.user(try await world.makeUser(credits: "5"))
            try await TestService.with(conninfo: world.database.conninfo, poolSize: 8) { second in
                try await TestService.with(conninfo: world.database.conninfo, poolSize: 8) { third in
                    let services = [world.service, second, third]
                    // Each has read the catalogue, so that all of them ask the database for nothing but this.
                    for service in services {
                        try await eventually { try await service.get("/health/ready").status == 200 }
                    }
                    let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                        for number in 0..<90 {
                            group.addTask { try await services[number % 3].get("/rest/v1/balance", token: token) }
                        }
                        return try await group.reduce(into: [Answer]()) { $0.append($1) }
                    }
                    #expect(answers.filter { $0.status == 200 }.count == 20)
                    let left = answers.compactMap { $0.status == 200 ? $0.headers["ratelimit"] : nil }
                    #expect(Set(left.compactMap { $0.split(separator: ";").dropFirst().first }).count == 20, "\(left)")
                    for answer in answers where answer.status != 200 {
                        try Self.expectRefused(answer, "balance_and_usage", quota: 20)
                    }
                }
            }
        }
    }

    @Test func `what was counted stays counted when the call fails`() async throws {
        try await TestWorld.with { world in
            try await Self.limit(world.database, "balance_and_usage", to: 3)
            let token = try await TestTokens.user(try await world.makeUser())
            for _ in 0..<3 {
                let answer = try await world.service.get("/rest/v1/balance?available=eq.nonsense", token: token)
                #expect(answer.status == 400, "\(answer.text)")
            }
            try Self.expectRefused(
                try await world.service.get("/rest/v1/balance", token: token), "balance_and_usage", quota: 3)
            let other = try await TestTokens.user(try await world.makeUser())
            #expect(try await world.service.get("/rest/v1/balance", token: other).status == 200)
        }
    }

    @Test func `a trusted server isn't limited, nor is what has no limit`() async throws {
        try await TestWorld.with { world in
            try await Self.limit(world.database, "credit_operations", to: 1)
            try await Self.limit(world.database, "balance_and_usage", to: 1)
            let user = try await world.makeUser(credits: "10")
            let service = try await TestTokens.service()
            for _ in 0..<4 {
                _ = try await world.reserve(user, "1")
                let answer = try await world.service.get("/rest/v1/balance?user_id=eq.\(user)", token: service)
                #expect(answer.status == 200)
                #expect(answer.headers["ratelimit"] == nil)
                let token = try await TestTokens.user(user)
                #expect(try await world.service.get("/rest/v1/pricing", token: token).status == 200)
            }
        }
    }

    @Test func `a function counts, and a read-only one by either method`() async throws {
        try await TestWorld.with { world in
            try await Self.limit(world.database, "balance_and_usage", to: 2)
            let token = try await TestTokens.user(try await world.makeUser())
            #expect(try await world.service.call("expiring_grants", "{}", token: token).status == 200)
            #expect(try await world.service.get("/rest/v1/rpc/expiring_grants", token: token).status == 200)
            try Self.expectRefused(
                try await world.service.call("expiring_grants", "{}", token: token), "balance_and_usage", quota: 2)
        }
    }

    @Test func `a refusal is remembered for a moment, and a raised limit takes effect`() async throws {
        try await TestWorld.with { world in
            try await Self.limit(world.database, "balance_and_usage", to: 1)
            let token = try await TestTokens.user(try await world.makeUser())
            #expect(try await world.service.get("/rest/v1/balance", token: token).status == 200)
            try Self.expectRefused(
                try await world.service.get("/rest/v1/balance", token: token), "balance_and_usage", quota: 1)
            try await Self.limit(world.database, "balance_and_usage", to: 100)
            try await eventually { try await world.service.get("/rest/v1/balance", token: token).status == 200 }
            // What is switched off is no longer counted, as soon as the service has been told.
            try await world.database.withConnection { connection in
                _ = try await connection.query("update ops.rate_classes set is_enabled = false")
            }
            try await eventually {
                try await world.service.get("/rest/v1/balance", token: token).headers["ratelimit"] == nil
            }
        }
    }

    @Test func `signing out is limited`() async throws {
        try await TestWorld.with { world in
            try await Self.limit(world.database, "logout", to: 2)
            let token = try await TestTokens.user(try await world.makeUser())
            for _ in 0..<2 {
                let answer = try await world.service.send("POST", "/auth/v1/logout", token: token)
                #expect(answer.status != 429, "\(answer.text)")
            }
            let answer = try await world.service.send("POST", "/auth/v1/logout", token: token)
            #expect(answer.status == 429)
            #expect(answer.text.contains("over_request_rate_limit"))
            #expect(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 >= 1)
            #expect(answer.headers["ratelimit-policy"] == #""logout";q=2;w=86400"#)
        }
    }

    @Test func `nobody is counted by network, and proxies are believed only if they are trusted`() async throws {
        try await TestWorld.with { world in
            try await Self.limit(world.database, "balance_and_usage", to: 1)
            func ask(_ service: TestService, for address: String) async throws -> Int {
                try await service.send("GET", "/rest/v1/balance", headers: ["X-Forwarded-For": address]).status
            }
            #expect(try await ask(world.service, for: "192.0.2.1") == 401)
            #expect(try await ask(world.service, for: "198.51.100.1") == 429)
            let settings = ["THIN_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"]
            try await TestService.with(conninfo: world.database.conninfo, settings: settings) { behind in
                // What the client itself has written counts for nothing.
                let asked = ["192.0.2.1", "192.0.2.99, 10.1.2.3", "203.0.113.5, 192.0.2.7", "203.0.113.5"]
                var statuses: [Int] = []
                for address in asked { statuses.append(try await ask(behind, for: address)) }
                #expect(statuses == [401, 429, 429, 401])
            }
        }
    }

    @Test(arguments: [
        ("", "10.0.0.1", "192.0.2.1", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.0/8", "11.0.0.1", "192.0.2.1", "11.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "evil, 192.0.2.1, 10.9.9.9", "192.0.2.1"),
        ("10.0.0.0/8", "10.0.0.1", "192.0.2.1, evil", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "192.0.2.0/24", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("10.0.0.0/8", "::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("::1, 2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1", "2001:db8:8000::1"),
        ("0.0.0.0/0", "203.0.113.9", "192.0.2.1", "192.0.2.1"),
    ])
    func `the client is the last that no trusted proxy vouches for`(
        trusted: String, peer: String, header: String, client: String
    ) throws {
        var headers: HTTPFields = [:]
        headers[try #require(HTTPField.Name("X-Forwarded-For"))] = header
        #expect(try TrustedProxies(trusted).client(peer: peer, headers) == client)
    }

    @Test(arguments: ["nonsense", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0.1 10.0.0.2", "/8"])
    func `a proxy is an address or a network`(text: String) {
        #expect(throws: ConfigurationError.self) { try TrustedProxies(text) }
    }
}
