import Foundation
import Postgres
import Testing

/// `thin prices import`.
@Suite(.timeLimit(.minutes(5))) struct PriceImportTests {
    struct Row: Decodable, Equatable {
        let provider: String
        let model: String
        let action: String
        let reason: String?
    }

    /// A price file with one model, and one that can't be charged for.
    private static func file(input: String = "1.5e-07") -> String {
        """
        {
          "sample_spec": {"litellm_provider": "one of …", "mode": "one of …"},
          "gpt-t": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100,
            "input_cost_per_token": \(input), "output_cost_per_token": 6e-07},
          "gpt-audio-t": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1, "max_output_tokens": 1,
            "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "output_cost_per_audio_token": 1e-05}
        }
        """
    }

    private static func run(
        _ content: String, _ flags: [String] = [], on database: String
    ) async throws -> (status: Int32, output: String, log: String) {
        let path = FileManager.default.temporaryDirectory.appending(path: "prices-\(UUID().uuidString).json").path
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await CommandTests.run(["prices", "import", path] + flags, ["DATABASE_URL": database])
    }

    private static func rates(_ database: TestDatabase) async throws -> String? {
        try await database.withConnection { connection in
            try await connection.value(
                """
                select string_agg((p.rates).input::text, ',' order by lower(p.effective))
                from ai.prices p where p.model = 'gpt-t'
                """)
        }
    }

    @Test func `prices are taken by the login, once`() async throws {
        try await TestWorld.withDatabase { database in
            let login = TestCluster.conninfo(database.conninfo, adding: ["user": "authenticator"])
            let trial = try await Self.run(Self.file(), ["--dry-run"], on: login)
            #expect(trial.status == 0, "\(trial.log)")
            #expect(trial.output.hasSuffix("1 added, 0 changed, 0 unchanged, 1 skipped; nothing was changed\n"))
            #expect(try await Self.rates(database) == nil)

            let first = try await Self.run(Self.file(), ["--json"], on: login)
            #expect(first.status == 0, "\(first.log)")
            let rows = try JSONDecoder().decode([Row].self, from: Data(first.output.utf8))
            #expect(
                rows == [
                    Row(
                        provider: "openai", model: "gpt-audio-t", action: "skipped",
                        reason: "answers in more than text: output_cost_per_audio_token"),
                    Row(provider: "openai", model: "gpt-t", action: "added", reason: nil),
                ])
            let second = try await Self.run(Self.file(), on: login)
            #expect(
                second.output == """
                    skipped\topenai\tgpt-audio-t\tanswers in more than text: output_cost_per_audio_token
                    0 added, 0 changed, 1 unchanged, 1 skipped

                    """)
            let third = try await Self.run("\u{FEFF}" + Self.file(input: "0.00000020"), on: login)
            #expect(third.output.hasPrefix("changed\topenai\tgpt-t\n"))
            #expect(try await Self.rates(database) == "0.15,0.2")
        }
    }

    @Test func `two imports at once take each price once`() async throws {
        try await TestWorld.withDatabase { database in
            let login = TestCluster.conninfo(database.conninfo, adding: ["user": "authenticator"])
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 { group.addTask { try await Self.run(Self.file(), on: login).output } }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0.contains("1 added") } == 1, "\(outcomes)")
            #expect(outcomes.count { $0.contains("1 unchanged") } == 3)
            #expect(try await Self.rates(database) == "0.15")
        }
    }

    @Test(arguments: [
        ("", "is not JSON"), ("{", "is not JSON"), (#"{"a": "\u0000"}"#, "is not JSON"), ("[]", "is no price file"),
        (#"{"a": {"litellm_provider": "azure"}}"#, "is no price file"),
        (file(input: #""1""#), "gpt-t.input_cost_per_token"),
        (file(input: "-1"), "gpt-t.input_cost_per_token is a number of dollars"),
    ])
    func `a file that is none is told so, and changes nothing`(content: String, words: String) async throws {
        try await TestWorld.withDatabase { database in
            let login = TestCluster.conninfo(database.conninfo, adding: ["user": "authenticator"])
            let outcome = try await Self.run(content, on: login)
            #expect(outcome.status == 1)
            #expect(outcome.log.contains(words), "\(outcome.log)")
            #expect(outcome.output.isEmpty)
            #expect(try await Self.rates(database) == nil)
        }
    }

    @Test func `no file and no database are errors`() async throws {
        let noFile = try await CommandTests.run(["prices", "import", "/nowhere"], [:])
        #expect(noFile.status == 1)
        #expect(noFile.log.contains("/nowhere can't be read"))
        let folder = try await CommandTests.run(["prices", "import", "/"], [:])
        #expect(folder.log.contains("/ can't be read"))
        let noDatabase = try await Self.run("{}", on: "host=/nowhere")
        #expect(noDatabase.status == 1)
        #expect(noDatabase.log.contains("the database can't be reached"))
        try await TestDatabase.with { database in
            let outcome = try await Self.run("{}", on: database.conninfo)
            #expect(outcome.log.contains("the database has no ai.import_prices"), "\(outcome.log)")
        }
        let help = try await CommandTests.run(["prices", "import", "--help"], [:])
        #expect(help.output.contains("--dry-run"))
        #expect(help.output.contains("Example:"))
    }
}
