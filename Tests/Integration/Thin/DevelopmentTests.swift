import Foundation
import Postgres
import Testing

/// `thin dev` with a cluster of its own.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DevelopmentTests {
    /// What `thin dev --json` prints.
    struct Access: Decodable {
        let api_url: String
        let db_url: String
        let anon_key: String
        let service_role_key: String
        let jwt_secret: String
    }

    /// A running `thin dev`.
    struct Running {
        let process: ChildProcess
        let access: Access
        let service: TestService
        var world: TestWorld {
            TestWorld(database: TestDatabase(name: "thin", conninfo: access.db_url), service: service)
        }
    }

    static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/thin-dev-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    static func launch(_ folder: String, databasePort: Int? = nil, _ more: [String] = []) throws -> ChildProcess {
        try ChildProcess(
            try ChildProcess.built("thin"),
            [
                "dev", "--json", "--port", "0", "--db-port", String(databasePort ?? PrivateCluster.freePort()),
                "--data-dir", folder, "--sql-dir", ThinTemplate.sqlFolder,
            ] + more, environment: ["THIN_JWT_SECRET": ""])
    }

    static func start(_ folder: String, databasePort: Int? = nil, _ more: [String] = []) async throws -> Running {
        let process = try launch(folder, databasePort: databasePort, more)
        while !process.output.contains("\n") {
            if process.exitStatus != nil { throw TestCluster.Unavailable(description: process.log) }
            try await Task.sleep(for: .milliseconds(10))
        }
        let line = try #require(process.output.split(separator: "\n").first)
        let access = try JSONDecoder().decode(Access.self, from: Data(line.utf8))
        let port = try #require(URL(string: access.api_url)?.port)
        return Running(process: process, access: access, service: TestService(process: process, port: port))
    }

    /// Processes of the server whose data is below a folder.
    static func servers(_ folder: String) async -> [Int32] {
        let found = (try? await Shell.run("pgrep", ["-f", "postgres -D \(folder)/"])) ?? ""
        return found.split(separator: "\n").compactMap { Int32($0) }
    }

    @Test func `its first line says how to reach it, and its data lasts`() async throws {
        try await Self.withFolder { folder in
            let first = try await Self.start(folder)
            let line = try #require(first.process.output.split(separator: "\n").first)
            let names = ["anon_key", "api_url", "db_url", "jwt_secret", "service_role_key"]
            #expect(try Set(JSONObjectNames.of(String(line))) == Set(names))
            let user = try await first.world.makeUser()
            let grant = try await first.service.call(
                "grant_credits", #"{"user_id":"\#(user)","amount":12.5,"source":"purchase"}"#,
                token: first.access.service_role_key)
            #expect(grant.status == 200)
            try expectProblem(try await first.service.get("/rest/v1/balance", token: first.access.anon_key), 401)
            let token = try await TestTokens.sign(role: "authenticated", sub: user, secret: first.access.jwt_secret)
            #expect(try await first.service.get("/rest/v1/balance", token: token).rows.first?["available"] == "12.5")
            #expect(await Self.servers(folder).count == 1)
            #expect(try await first.service.stop() == 0, "\(first.process.log)")
            #expect(await Self.servers(folder).isEmpty)

            let second = try await Self.start(folder)
            #expect(second.access.jwt_secret == first.access.jwt_secret)
            #expect(try await second.service.get("/rest/v1/balance", token: token).rows.first?["available"] == "12.5")
            second.process.signal(SIGKILL)
            _ = try await second.process.wait()

            // The server outlived its Thin; the next one takes over the data.
            let third = try await Self.start(folder)
            #expect(try await third.service.get("/rest/v1/balance", token: token).rows.first?["available"] == "12.5")
            let postmaster = try #require(await Self.servers(folder).first)
            kill(postmaster, SIGKILL)
            try await eventually { await Self.servers(folder).first.map { $0 != postmaster } ?? false }
            try await eventually { try await third.service.get("/rest/v1/balance", token: token).status == 200 }
            #expect(try await third.service.stop() == 0, "\(third.process.log)")
            #expect(await Self.servers(folder).isEmpty)
        }
    }

    @Test func `it takes another port for the database when its own is taken`() async throws {
        try await Self.withFolder { folder in
            try await TestCluster.withPrivate { other in
                let running = try await Self.start(folder, databasePort: other.port)
                #expect(URL(string: running.access.db_url)?.port != other.port)
                // A probe has an end, which a busy machine may not meet at once.
                try await eventually { try await running.service.get("/health/ready").status == 200 }
                #expect(try await running.service.stop() == 0)
            }
        }
    }

    @Test func `data of another version, or no data of PostgreSQL's, is refused`() async throws {
        try await Self.withFolder { folder in
            let data = "\(folder)/postgres"
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try Data("9.6\n".utf8).write(to: URL(fileURLWithPath: "\(data)/PG_VERSION"))
            let other = try Self.launch(folder)
            #expect(try await other.wait() == 1)
            #expect(other.log.contains("was made by PostgreSQL 9.6"))
            #expect(other.output.isEmpty)
            try FileManager.default.removeItem(atPath: "\(data)/PG_VERSION")
            try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(data)/letter.txt"))
            let foreign = try Self.launch(folder)
            #expect(try await foreign.wait() == 1)
            #expect(foreign.log.contains("no PostgreSQL data directory"), "\(foreign.log)")
            #expect(FileManager.default.fileExists(atPath: "\(data)/letter.txt"))
        }
    }

    @Test func `a folder without SQL is refused and nothing is left running`() async throws {
        try await Self.withFolder { folder in
            let process = try Self.launch(folder, ["--sql-dir", "/nowhere"])
            #expect(try await process.wait() == 1)
            #expect(process.log.contains("/nowhere holds no migrations"))
            #expect(await Self.servers(folder).isEmpty)
        }
    }
}

/// Names of a JSON object's members.
enum JSONObjectNames {
    static func of(_ text: String) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(object).keys.sorted()
    }
}
