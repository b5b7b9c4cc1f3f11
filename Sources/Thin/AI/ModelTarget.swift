package import HTTPTypes

/// What a request's path and query ask of a provider. Nothing of either goes on but what was understood here: the path
/// that the provider sees is put together from known words and a model's plain name.
package struct ModelTarget: Sendable, Equatable {
    package let provider: Provider
    package let operation: Operation
    /// As the path names it; nil where the body does, or nothing.
    package let model: String?
    /// As the path says; nil where the body does.
    package let isStream: Bool?
    /// Path and query at the provider.
    package let upstream: String
    /// The route as it is reported, without the model.
    package let route: String
    let method: HTTPRequest.Method

    /// Longest name of a model, in bytes.
    static let modelBytesMax = 128

    /// - Parameters:
    ///   - path: As it was sent, nothing decoded.
    ///   - query: Names and values, decoded.
    /// - Throws: `Problem` 404 for a path that isn't served, 405 for another method than its own, 400 for a query that
    ///   asks for another form of answer.
    package init(
        _ method: HTTPRequest.Method, path: String, query: [(name: String, value: String)]
    ) throws(Problem) {
        guard let provider = Provider(path: path) else { throw .unknownPath }
        let words = path.dropFirst(provider.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        let found: Found? =
            switch provider {
            case .openai: Self.openai(words)
            case .anthropic: Self.anthropic(words)
            case .google: Self.google(words)
            }
        guard let found else { throw .unknownPath }
        guard method == found.method else {
            var problem = Problem.unsupportedMethod(method)
            problem.headers[.allow] = found.method.rawValue
            throw problem
        }
        self.provider = provider
        self.method = method
        operation = found.operation
        model = found.model
        isStream = found.isStream
        let kept = try Self.kept(query, of: provider)
        upstream = found.upstream + (kept.isEmpty ? "" : "?\(kept)")
        route = provider.prefix + found.operation.rawValue
    }

    private struct Found {
        let operation: Operation
        var method = HTTPRequest.Method.post
        let upstream: String
        var model: String?
        var isStream: Bool?
    }

    private static func openai(_ words: [Substring]) -> Found? {
        switch words {
        case ["v1", "chat", "completions"]: Found(operation: .chatCompletions, upstream: "/v1/chat/completions")
        case ["v1", "responses"]: Found(operation: .responses, upstream: "/v1/responses")
        case ["v1", "responses", "input_tokens"]: Found(operation: .countTokens, upstream: "/v1/responses/input_tokens")
        case ["v1", "embeddings"]: Found(operation: .embeddings, upstream: "/v1/embeddings")
        default: models(words)
        }
    }

    private static func anthropic(_ words: [Substring]) -> Found? {
        switch words {
        case ["v1", "messages"]: Found(operation: .messages, upstream: "/v1/messages")
        case ["v1", "messages", "count_tokens"]: Found(operation: .countTokens, upstream: "/v1/messages/count_tokens")
        default: models(words)
        }
    }

    private static func google(_ words: [Substring]) -> Found? {
        guard let version = words.first, version == "v1" || version == "v1beta" else { return nil }
        guard words.count == 3, words[1] == "models" else { return words.count == 2 ? models(words) : nil }
        let parts = words[2].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, isName(parts[0]) else { return models(words) }
        let (operation, isStream): (Operation, Bool?)
        switch parts[1] {
        case "generateContent": (operation, isStream) = (.generateContent, false)
        case "streamGenerateContent": (operation, isStream) = (.generateContent, true)
        case "countTokens": (operation, isStream) = (.countTokens, false)
        case "embedContent", "batchEmbedContents": (operation, isStream) = (.embedContent, false)
        default: return nil
        }
        return Found(
            operation: operation, upstream: "/\(version)/models/\(words[2])", model: String(parts[0]),
            isStream: isStream)
    }

    /// The list of models, or one of them.
    private static func models(_ words: [Substring]) -> Found? {
        guard let version = words.first, version == "v1" || version == "v1beta", words.count > 1, words[1] == "models"
        else { return nil }
        if words.count == 2 { return Found(operation: .models, method: .get, upstream: "/\(version)/models") }
        guard words.count == 3, isName(words[2]) else { return nil }
        return Found(operation: .models, method: .get, upstream: "/\(version)/models/\(words[2])")
    }

    /// Whether it can stand in a path without meaning anything else there.
    static func isName(_ word: Substring) -> Bool {
        (1...modelBytesMax).contains(word.utf8.count) && !word.allSatisfy { $0 == "." }
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// What goes on of a query: the form of a stream, and where a list goes on.
    private static func kept(
        _ query: [(name: String, value: String)], of provider: Provider
    ) throws(Problem) -> String {
        var kept: [String] = []
        for (name, value) in query {
            switch (provider, name) {
            case (.google, "alt"), (.google, "$alt"):
                guard value == "sse" || value == "json" else {
                    throw .invalidArgument("alt", "answers are JSON or server-sent events")
                }
                if value == "sse" { kept.append("alt=sse") }
            case (.google, "pageSize"), (.google, "pageToken"), (.anthropic, "limit"), (.anthropic, "after_id"),
                (.anthropic, "before_id"), (.anthropic, "beta"):
                guard isToken(value) else { throw .invalidArgument(name, "\(name) is a number or what a list gave") }
                kept.append("\(name)=\(value)")
            default: continue
            }
        }
        return kept.joined(separator: "&")
    }

    private static func isToken(_ value: String) -> Bool {
        (1...modelBytesMax * 4).contains(value.utf8.count)
            && value.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "="):
                    true
                default: false
                }
            }
    }
}
