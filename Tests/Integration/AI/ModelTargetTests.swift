import HTTPTypes
import Testing
import Thin

/// Which paths are served, and what the provider sees of them.
@Suite struct ModelTargetTests {
    @Test(arguments: [
        ("POST", "/ai/openai/v1/chat/completions", "/v1/chat/completions"),
        ("POST", "/ai/openai/v1/responses", "/v1/responses"),
        ("POST", "/ai/openai/v1/responses/input_tokens", "/v1/responses/input_tokens"),
        ("POST", "/ai/openai/v1/embeddings", "/v1/embeddings"), ("GET", "/ai/openai/v1/models", "/v1/models"),
        ("GET", "/ai/openai/v1/models/gpt-4o-mini", "/v1/models/gpt-4o-mini"),
        ("POST", "/ai/anthropic/v1/messages", "/v1/messages"),
        ("POST", "/ai/anthropic/v1/messages?beta=true", "/v1/messages?beta=true"),
        ("POST", "/ai/anthropic/v1/messages/count_tokens", "/v1/messages/count_tokens"),
        ("GET", "/ai/anthropic/v1/models?limit=20&after_id=x", "/v1/models?limit=20&after_id=x"),
        (
            "POST", "/ai/google/v1beta/models/gemini-2.5-flash:generateContent?key=secret",
            "/v1beta/models/gemini-2.5-flash:generateContent"
        ),
        (
            "POST", "/ai/google/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
            "/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse"
        ),
        ("POST", "/ai/google/v1beta/models/m:countTokens", "/v1beta/models/m:countTokens"),
        ("POST", "/ai/google/v1beta/models/m:embedContent", "/v1beta/models/m:embedContent"),
        ("POST", "/ai/google/v1beta/models/m:batchEmbedContents", "/v1beta/models/m:batchEmbedContents"),
        ("GET", "/ai/google/v1beta/models?pageSize=5", "/v1beta/models?pageSize=5"),
    ]) func `a path that is served`(method: String, target: String, upstream: String) throws {
        #expect(try Self.target(method, target).upstream == upstream)
    }

    @Test(arguments: [
        "/ai/openai/v1/", "/ai/openai/v1", "/ai/openai/v2/chat/completions", "/ai/openai/v1/chat/completions/",
        "/ai/openai//v1/chat/completions", "/ai/openai/v1/chat/../chat/completions", "/ai/openai/v1/files",
        "/ai/openai/v1/completions", "/ai/openai/v1/models/..", "/ai/openai/v1/models/a%2fb",
        "/ai/openai/v1/models/a/b", "/ai/anthropic/v1/complete", "/ai/anthropic/messages",
        "/ai/google/v1beta/models/..:generateContent", "/ai/google/v1beta/models/%2e%2e:generateContent",
        "/ai/google/v1beta/models/a/b:generateContent", "/ai/google/v1beta/models/a:generateContent:x",
        "/ai/google/v1beta/models/:generateContent", "/ai/google/v1beta/models/a@evil.example:generateContent",
        "/ai/google/v1beta/models/a:predict", "/ai/google/v1beta/tunedModels/a:generateContent",
        "/ai/google/v1beta/models/a%0d%0aHost:generateContent", "/ai/google/v1alpha/models/a:generateContent",
        "/ai/google/v1beta/models/a#b:generateContent", "/ai/mistral/v1/chat/completions", "/ai/", "/ai",
    ]) func `a path that isn't`(path: String) throws {
        #expect(throws: Problem.unknownPath) { try Self.target("POST", path) }
        #expect(throws: Problem.unknownPath) { try Self.target("GET", path) }
    }

    @Test func `another method is told which one there is`() throws {
        for (method, path, allowed) in [
            ("GET", "/ai/openai/v1/chat/completions", "POST"), ("DELETE", "/ai/openai/v1/models/m", "GET"),
            ("HEAD", "/ai/anthropic/v1/models", "GET"), ("PUT", "/ai/google/v1/models/m:generateContent", "POST"),
        ] {
            do {
                _ = try Self.target(method, path)
                Issue.record("\(method) \(path) is served")
            } catch {
                #expect(error.status.code == 405)
                #expect(error.headers[.allow] == allowed)
            }
        }
    }

    @Test func `nothing else of a query goes on`() throws {
        let target = try Self.target("POST", "/ai/openai/v1/chat/completions?api-version=1&url=http://evil.example")
        #expect(target.upstream == "/v1/chat/completions")
        let stream = try Self.target("POST", "/ai/google/v1/models/m:streamGenerateContent?alt=sse&$alt=json&key=k&x=y")
        #expect(stream.upstream == "/v1/models/m:streamGenerateContent?alt=sse")
    }

    @Test(arguments: ["alt=proto", "$alt=media", "alt=", "pageToken=a%26key%3db", "pageSize=%0d%0a"])
    func `a query that would change the answer's form, or more`(query: String) throws {
        let error = #expect(throws: Problem.self) { try Self.target("GET", "/ai/google/v1/models?\(query)") }
        #expect(error?.status.code == 400)
    }

    private static func target(_ method: String, _ target: String) throws(Problem) -> ModelTarget {
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = parts.count > 1 ? try FormQuery.parse(String(parts[1])) : []
        return try ModelTarget(
            HTTPRequest.Method(method) ?? .get, path: String(parts.first ?? ""), query: query)
    }
}
