import Foundation
import Postgres
import Testing

/// `thin keys`, and what `thin` says when it can't start.
@Suite(.timeLimit(.minutes(5))) struct CommandTests {
    static func run(_ arguments: [String], _ environment: [String: String]) async throws -> (
        status: Int32, output: String, log: String
    ) {
        let defaults = ["THIN_JWT_SECRET": TestTokens.secret, "THIN_PORT": "0", "DATABASE_URL": "host=/nowhere"]
        return try await ChildProcess.run(
            try ChildProcess.built("thin"), arguments, environment: defaults.merging(environment) { $1 })
    }

    @Test func `the printed keys are good for a service with that secret`() async throws {
        let keys = try await Self.run(["keys", "--json"], [:])
        #expect(keys.status == 0)
        struct Keys: Decodable {
            let anon_key: String
            let service_role_key: String
        }
        let decoded = try JSONDecoder().decode(Keys.self, from: Data(keys.output.utf8))
        let lines = try await Self.run(["keys"], [:]).output.split(separator: "\n")
        #expect(lines.map { $0.split(separator: " ").first } == ["anon", "service_role"])
        try await TestWorld.with { world in
            #expect(try await world.service.call("verify", "{}", token: decoded.service_role_key).text == "[]")
            try expectProblem(try await world.service.call("verify", "{}", token: decoded.anon_key), 401, "42501")
        }
    }

    @Test(arguments: ["", "too-short"], [["keys"], ["serve"]])
    func `a missing or short secret is an error`(secret: String, arguments: [String]) async throws {
        let outcome = try await Self.run(arguments, ["THIN_JWT_SECRET": secret])
        #expect(outcome.status == 1)
        #expect(outcome.log.contains("THIN_JWT_SECRET is set, with at least 32 bytes"))
        #expect(secret.isEmpty || !outcome.log.contains(secret))
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
        ("THIN_PORT", "x"), ("THIN_PORT", "65536"), ("THIN_PORT", "-1"), ("THIN_POOL_SIZE", "0"),
        ("THIN_POOL_SIZE", "many"), ("THIN_POOL_SIZE", "1001"),
    ])
    func `a setting that can't be is an error`(name: String, value: String) async throws {
        let outcome = try await Self.run(["serve"], [name: value])
        #expect(outcome.status == 1)
        #expect(outcome.log.contains("\(name) is"))
    }

    @Test func `two instances that start at once install the SQL once, and serve`() async throws {
        try await TestDatabase.with { database in
            let environment = [
                "THIN_JWT_SECRET": TestTokens.secret, "THIN_PORT": "0", "THIN_HOST": "127.0.0.1",
                "DATABASE_URL": TestCluster.conninfo(database.conninfo, adding: ["user": "authenticator"]),
                "THIN_MIGRATE_URL": database.conninfo,
            ]
            let services = try (0..<2).map { _ in
                try ChildProcess(
                    try ChildProcess.built("thin"), ["serve", "--migrate", "--sql-dir", ThinTemplate.sqlFolder],
                    environment: environment)
            }
            for service in services {
                while !service.log.contains("serving") {
                    try #require(service.exitStatus == nil, "\(service.log)")
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            let runs = try await database.withConnection { try await $0.value("select count(*) from migrator.runs") }
            #expect(runs == "1")
            for service in services {
                service.signal(SIGTERM)
                #expect(try await service.wait() == 0)
            }
        }
    }

    @Test func `migrating without an administrator's connection is refused`() async throws {
        let outcome = try await Self.run(["serve", "--migrate"], ["THIN_MIGRATE_URL": ""])
        #expect(outcome.status != 0)
        #expect(outcome.log.contains("THIN_MIGRATE_URL"))
    }

    @Test func `a taken port is an error`() async throws {
        try await TestWorld.with { world in
            let outcome = try await Self.run(["serve"], ["THIN_PORT": String(world.service.port)])
            #expect(outcome.status == 1)
            #expect(!outcome.log.contains(TestTokens.secret))
        }
    }

    @Test(arguments: [["nothing"], ["serve", "--nothing"], ["dev", "--port", "x"], ["dev", "--port", "70000"]])
    func `wrong usage is told with exit code 64`(arguments: [String]) async throws {
        let outcome = try await Self.run(arguments, [:])
        #expect(outcome.status == 64)
        #expect(!outcome.log.isEmpty)
    }
}
