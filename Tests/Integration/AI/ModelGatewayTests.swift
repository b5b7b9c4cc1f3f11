import Foundation
import Postgres
import Testing

/// Metered calls through the service, with a provider that answers well.
@Suite(.timeLimit(.minutes(5))) struct ModelGatewayTests {
    @Test func `an answer passes byte by byte, and costs what it used`() async throws {
        try await ModelWorld.with { models in
            let (user, token) = try await models.makeUser()
            let answer = try await models.call(token)
            #expect(answer.status == 200)
            #expect(answer.text == Upstream.completion)
            #expect(answer.headers["set-cookie"] == nil)
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["ratelimit"] != nil)
            // It was settled before the client had it.
            #expect(try await models.receipts(user) == ["completed actual \(ModelWorld.usualCharge)"])
            #expect(try await models.held(user) == "0")
        }
    }

    @Test func `a stream passes but for the usage that the service asked for`() async throws {
        try await ModelWorld.with { models in
            let (user, token) = try await models.makeUser()
            let answer = try await models.text(of: models.stream(token))
            #expect(answer.isWhole && answer.status == 200)
            #expect(
                answer.text == Upstream.delta("one ") + Upstream.delta("two ") + Upstream.stop + Upstream.done)
            #expect(try await models.receipts(user) == ["completed actual \(ModelWorld.usualCharge)"])
        }
    }

    @Test func `the provider sees its own key and nothing of the caller's`() async throws {
        try await ModelWorld.with { models in
            let (user, token) = try await models.makeUser()
            _ = try await models.call(
                token, "leaks",
                headers: [
                    "Cookie": "planted=1", "X-Forwarded-For": "planted", "OpenAI-Organization": "planted",
                    "x-upstream": "http://planted.example", "Forwarded": "host=planted", "apikey": "planted",
                    "Proxy-Authorization": "planted", "User-Agent": "OpenAI/Python 2", "OpenAI-Beta": "assistants=v2",
                ])
            let seen = try #require(models.upstream.received(holding: "leaks").first)
            #expect(seen.header("authorization") == "Bearer sk-of-the-account")
            #expect(seen.header("user-agent") == "OpenAI/Python 2")
            #expect(seen.header("openai-beta") == "assistants=v2")
            #expect(seen.header("accept-encoding") == "identity")
            #expect(seen.header("host") == "127.0.0.1:\(models.upstream.port)")
            #expect(!seen.head.contains("planted") && !seen.head.contains(token) && !seen.head.contains(user))
            let log = models.service.process.log
            #expect(!log.contains("sk-of-the-account") && !log.contains(token) && !log.contains("leaks"))
        }
    }

    @Test func `every place that an SDK puts its key in is read, and only one key`() async throws {
        try await ModelWorld.with { models in
            let (_, token) = try await models.makeUser()
            let google = "/ai/google/v1beta/models/test-model:generateContent"
            let contents = Array(#"{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"#.utf8)
            let messages = Array(
                #"{"model":"test-model","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}"#.utf8)
            let service = models.service
            let byKey = try await service.send(
                "POST", "/ai/anthropic/v1/messages", headers: ["x-api-key": token], body: messages)
            #expect(byKey.text == Upstream.message)
            #expect(byKey.headers["request-id"] == "req_message")
            let byHeader = try await service.send("POST", google, headers: ["x-goog-api-key": token], body: contents)
            #expect(byHeader.text == Upstream.content)
            let byQuery = try await service.send("POST", "\(google)?key=\(token)", body: contents)
            #expect(byQuery.text == Upstream.content)
            #expect(models.upstream.received.allSatisfy { !$0.head.contains(token) })
            let several = try await service.send(
                "POST", google, token: token, headers: ["x-goog-api-key": "thin_other"], body: contents)
            #expect(several.status == 401)
            for credential in ["", "nonsense", "thin_unknown", TestTokens.unsigned(role: "authenticated")] {
                let refused = try await service.send(
                    "POST", "/ai/anthropic/v1/messages", headers: ["x-api-key": credential], body: messages)
                #expect(refused.status == 401, "\(credential)")
                #expect(refused.text.contains(#""type":"error""#), "\(refused.text)")
            }
            let anonymous = try await service.send(
                "POST", google, token: try await TestTokens.sign(role: "anon"), body: contents)
            #expect(anonymous.status == 401)
            let trusted = try await service.send("POST", google, token: try await TestTokens.service(), body: contents)
            #expect(trusted.status == 403)
            #expect(models.upstream.received.count == 3)
        }
    }

    @Test func `refusals have the provider's own shape and cost nothing`() async throws {
        try await ModelWorld.with { models in
            let (poor, poorToken) = try await models.makeUser(credits: "0.01")
            let (_, token) = try await models.makeUser()
            let broke = try await models.call(poorToken)
            #expect(broke.status == 402 && broke.headers["x-should-retry"] == "false", "\(broke.text)")
            #expect(broke.text.hasPrefix(#"{"error":{"message":"#))
            #expect(try await models.held(poor) == "0")
            let service = models.service
            for (method, path, body, status) in [
                ("POST", ModelWorld.chat, #"{"model":"unknown","messages":[]}"#, 404),
                ("POST", ModelWorld.chat, "{", 400), ("POST", ModelWorld.chat, "", 400),
                ("POST", ModelWorld.chat, #"{"model":"test-model","model":"gpt-5","messages":[]}"#, 400),
                ("POST", "/ai/openai/v1/files", "{}", 404), ("GET", ModelWorld.chat, nil, 405),
                ("POST", "/ai/anthropic/v1/models/../messages", "{}", 404),
                ("POST", "/ai/google/v1beta/models/a%2f..:generateContent", "{}", 404),
            ] {
                let answer = try await service.send(method, path, token: token, body: body.map { Array($0.utf8) })
                #expect(answer.status == status, "\(method) \(path): \(answer.text)")
                #expect(answer.text.contains(#""error":"#), "\(answer.text)")
            }
            let large = try await service.send(
                "POST", ModelWorld.chat, token: token, body: [UInt8](repeating: 0x20, count: 21 * 1_048_576))
            #expect(large.status == 413, "\(large.text)")
            #expect(models.upstream.connections == 0)
        }
    }

    @Test func `what costs nothing is passed on without a receipt`() async throws {
        try await ModelWorld.with { models in
            let (user, token) = try await models.makeUser(credits: "1")
            let answer = try await models.service.get("/ai/openai/v1/models", token: token)
            #expect(answer.status == 200 && answer.text == #"{"data":[]}"#)
            #expect(try await models.receipts(user).isEmpty)
        }
    }

    @Test func `the kill switches stop new calls, and let running ones end`() async throws {
        try await ModelWorld.with { models in
            models.upstream.script(
                "gated",
                [Upstream.eventStream, .chunk(Upstream.delta("one ")), .wait]
                    + [.chunk(Upstream.stop), .chunk(Upstream.usageEvent), .chunk(Upstream.done), Upstream.lastChunk])
            let (user, token) = try await models.makeUser()
            let running = try await models.stream(token, "script:gated")
            try await running.arrival(of: "one ")
            try await models.execute("update ai.settings set is_enabled = false")
            let refused = try await models.call(token)
            #expect(refused.status == 503 && refused.headers["x-should-retry"] == "false")
            models.upstream.letGo()
            #expect(try await models.text(of: running).isWhole)
            #expect(try await models.receipts(user) == ["completed actual \(ModelWorld.usualCharge)"])
        }
        try await ModelWorld.with(settings: ["AI_ENABLED": "false"]) { models in
            let (_, token) = try await models.makeUser()
            let refused = try await models.call(token)
            #expect(refused.status == 503 && refused.headers["x-should-retry"] == "false")
            #expect(models.upstream.connections == 0)
        }
        try await ModelWorld.with(settings: ["OPENAI_API_KEY": ""]) { models in
            let (_, token) = try await models.makeUser()
            #expect(try await models.call(token).status == 503)
        }
    }

    @Test func `of 200 calls at once exactly as many are admitted as can be paid`() async throws {
        try await ModelWorld.with { models in
            models.upstream.script("slow", [.wait, Upstream.json(Upstream.completion)])
            let (one, oneToken) = try await models.makeUser()
            let first = Task { try await models.call(oneToken, "script:slow") }
            try await eventually { try await models.held(one) != "0" }
            let hold = try #require(Decimal(string: try await models.held(one)))
            models.upstream.letGo()
            #expect(try await first.value.status == 200)
            let (user, token) = try await models.makeUser(credits: "\(hold * 7)")
            let admitted = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 { group.addTask { try await models.call(token, "script:slow").status } }
                var (admitted, refused) = (0, 0)
                for try await status in group {
                    admitted += status == 200 ? 1 : 0
                    refused += status == 402 ? 1 : 0
                    if refused == 193, admitted == 0 {
                        try await eventually { models.upstream.received(holding: "slow").count == 8 }
                        #expect(try await models.receipts(user).count == 7)
                        models.upstream.letGo(7)
                    }
                }
                return admitted
            }
            #expect(admitted == 7)
            #expect(try await models.held(user) == "0")
        }
    }

    @Test func `a key for programs pays for its user, and its scope is asked for`() async throws {
        try await ModelWorld.with { models in
            let (user, token) = try await models.makeUser()
            let made = try await models.service.call(
                "create_api_key", #"{"name":"program","scopes":["ai:call"]}"#, token: token)
            let key = try #require(try made.member("key"), "\(made.text)")
            let answer = try await models.service.send(
                "POST", ModelWorld.chat, headers: ["Authorization": "Bearer \(key)"], body: ModelWorld.body())
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try await models.receipts(user).count == 1)
            let reader = try await models.service.call(
                "create_api_key", #"{"name":"reader","scopes":["credits:read"]}"#, token: token)
            let other = try #require(try reader.member("key"))
            let refused = try await models.service.send(
                "POST", ModelWorld.chat, headers: ["Authorization": "Bearer \(other)"], body: ModelWorld.body())
            #expect(refused.status == 403, "\(refused.text)")
        }
    }
}
