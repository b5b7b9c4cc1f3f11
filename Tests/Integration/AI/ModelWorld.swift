import Foundation
import Postgres
import Testing

/// A service whose providers are a test's own.
struct ModelWorld: Sendable {
    /// What SDKs call.
    static let chat = "/ai/openai/v1/chat/completions"
    /// Credits that a usual answer costs: 9 tokens at 2.50 and 5 at 10 dollars a million, 100 credits a dollar.
    static let usualCharge = "0.0073"

    let world: TestWorld
    let upstream: Upstream

    var service: TestService { world.service }

    /// Starts everything for `body`, and shows afterwards that no credits are lost.
    static func with(
        settings: [String: String] = [:], poolSize: Int = 4, _ body: (ModelWorld) async throws -> Void
    ) async throws {
        try await TestWorld.withDatabase { database in
            try await prepare(database)
            let upstream = try Upstream()
            defer { upstream.stop() }
            try await TestService.with(
                conninfo: database.conninfo, poolSize: poolSize,
                settings: environment(upstream).merging(settings) { $1 }
            ) { service in
                let models = ModelWorld(world: TestWorld(database: database, service: service), upstream: upstream)
                try await body(models)
                try await models.expectSound()
            }
        }
    }

    /// How a service is told of the test's providers.
    static func environment(_ upstream: Upstream) -> [String: String] {
        let origin = "http://127.0.0.1:\(upstream.port)"
        return [
            "OPENAI_API_KEY": "sk-of-the-account", "OPENAI_UPSTREAM": origin, "ANTHROPIC_API_KEY": "sk-of-the-account",
            "ANTHROPIC_UPSTREAM": origin, "GEMINI_API_KEY": "sk-of-the-account", "GEMINI_UPSTREAM": origin,
        ]
    }

    /// Prices a model of each provider.
    static func prepare(_ database: TestDatabase) async throws {
        try await database.withConnection { connection in
            _ = try await connection.script(
                """
                insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens)
                select p, 'test-model', 'text', 128000, 1000 from unnest('{openai,anthropic,google}'::text[]) p;
                insert into ai.prices (provider, model, rates, effective)
                select
                    m.provider, m.model,
                    jsonb_populate_record(null::ai.rates, '{"input":2.5,"cached_input":1.25,"output":10}'),
                    tstzrange(now() - interval '1 day', null)
                from ai.models m where m.model = 'test-model';
                """)
        }
    }

    /// A user's token, and the user.
    func makeUser(credits: String = "1000") async throws -> (id: String, token: String) {
        let user = try await world.makeUser(credits: credits)
        return (user, try await TestTokens.user(user))
    }

    /// OpenAI's chat completion as the SDK asks for it.
    static func body(_ words: String = "hi", isStream: Bool = false, outputMax: Int = 100) -> [UInt8] {
        Array(
            #"{"model":"test-model","max_completion_tokens":\#(outputMax),"stream":\#(isStream),"messages":[{"role":"user","content":"\#(words)"}]}"#
                .utf8)
    }

    /// Calls a model.
    func call(
        _ token: String, _ words: String = "hi", headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Answer {
        try await service.send("POST", Self.chat, token: token, headers: headers, body: Self.body(words))
    }

    /// Calls a model for a stream, over a connection that the answer ends.
    func stream(_ token: String, _ words: String = "hi", outputMax: Int = 100) async throws -> Wire {
        let wire = try Wire(port: service.port)
        try await wire.send(
            TestService.request(
                "POST", Self.chat, token: token, headers: ["Connection": "close"],
                body: Self.body(words, isStream: true, outputMax: outputMax)))
        return wire
    }

    /// The body of a stream, without its chunks' lengths; nil when it broke off.
    func text(of wire: Wire) async throws -> (status: Int, text: String, isWhole: Bool) {
        let bytes = try await wire.everything()
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
        let status = parts.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        guard parts.count == 2, parts[0].lowercased().contains("transfer-encoding: chunked") else {
            return (status, parts.count == 2 ? String(parts[1]) : "", parts.count == 2)
        }
        var rest = Array(parts[1].utf8)[...]
        var body: [UInt8] = []
        while let end = rest.firstRange(of: Array("\r\n".utf8)) {
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) ?? 0
            if size == 0 { return (status, String(decoding: body, as: UTF8.self), true) }
            body += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return (status, String(decoding: body, as: UTF8.self), false)
    }

    /// Outcome, basis and charge of a user's calls, in their order; `-` for none yet.
    func receipts(_ user: String) async throws -> [String] {
        try await world.database.withConnection { connection in
            let result = try await connection.query(
                """
                select concat_ws(' ', coalesce(c.outcome, '-'), c.basis, trim_scale(c.charge))
                from ai.calls c where c.user_id = \(user)::uuid order by c.created_at, c.id
                """)
            return (0..<result.rowCount).map { result.text($0, 0) ?? "" }
        }
    }

    /// Waits until all of a user's calls are settled and says how.
    func settled(_ user: String, count: Int = 1) async throws -> [String] {
        var receipts: [String] = []
        try await eventually {
            receipts = try await self.receipts(user)
            return receipts.count == count && !receipts.contains { $0.hasPrefix("-") }
        }
        return receipts
    }

    /// Credits that are held for a user.
    func held(_ user: String) async throws -> String {
        try await world.database.withConnection { connection in
            try await connection.value(
                "select trim_scale(a.held) from credits.accounts a where a.user_id = \(user)::uuid") ?? ""
        }
    }

    /// Shows that the ledger and the receipts are sound.
    func expectSound() async throws {
        try await world.database.withConnection { connection in
            let ledger = try await connection.query("select * from credits.verify()").rowCount
            let receipts = try await connection.query("select * from ai.verify()").rowCount
            #expect(ledger == 0 && receipts == 0)
        }
    }

    func execute(_ script: String) async throws {
        try await world.database.withConnection { _ = try await $0.script(script) }
    }
}
