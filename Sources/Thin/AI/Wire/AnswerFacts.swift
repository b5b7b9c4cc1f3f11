/// What is known of an answer from the members read so far, whoever's it is.
///
/// A document is an event of a stream, a whole answer, or an element of the array that Google sends without `alt=sse`.
struct AnswerFacts: Sendable {
    let provider: Provider
    let operation: Operation
    /// Whether what is written to a cache stays there for an hour or more; of OpenAI's counts only the request tells.
    let cachesLong: Bool
    /// UTF-8 bytes of text that was produced.
    var outputBytes = 0
    private(set) var usage: TokenUsage?
    private(set) var isFinal = false
    private(set) var serviceTier: String?
    /// Whether the proper end has come.
    private(set) var hasEnded = false
    /// Whether an error has come.
    private(set) var hasFailed = false
    /// Whether any document looked like an answer.
    private(set) var isRecognised = false
    /// Whether the last document brought usage and nothing else, as the event does that OpenAI adds on request.
    private(set) var isUsageOnly = false

    /// The counts that `usage` was made from, by their names.
    private var counts: [AnswerName: Int] = [:]
    private var pending: [AnswerName: Int] = [:]
    /// How long the path to the usage is that is being read.
    private var usageDepth: Int?
    /// As written, by the path's first name: Anthropic's comes in two pieces.
    private var rawUsages: [AnswerName: String] = [:]
    private var candidateMax = 0
    private var finishedCandidates = 0

    // Of the present document.
    private var type = ""
    private var hasUsage = false
    private var hasChoices = false
    private var hasStopReason = false

    init(_ request: ModelRequest) {
        provider = request.provider
        operation = request.operation
        cachesLong = request.measure.caches1h
    }

    /// The provider's usage as it was written.
    var rawUsage: String? {
        if let first = rawUsages[.message] {
            guard let last = rawUsages[.usage] else { return first }
            return "{\"message_start\":\(first),\"message_delta\":\(last)}"
        }
        return rawUsages.values.first
    }
}

// What the JSON holds.
extension AnswerFacts {
    mutating func beginDocument() {
        type = ""
        hasUsage = false
        hasChoices = false
        hasStopReason = false
        isUsageOnly = false
    }

    mutating func beginMember(_ name: AnswerName) {
        switch name {
        case .choices, .data, .output, .content, .type, .candidates, .promptFeedback, .embedding, .embeddings, .usage,
            .usageMetadata, .response, .error:
            isRecognised = true
        default: break
        }
    }

    /// - Returns: Whether the object's bytes are to be kept.
    mutating func beginObject(_ path: [AnswerName]) -> Bool {
        if path.count == 2, path[0] == .choices { hasChoices = true }
        if path.count == 1, path[0] == .error { hasFailed = true }
        guard usageDepth == nil, isUsage(path) else { return false }
        usageDepth = path.count
        // Anthropic's later counts stand for themselves; the others' usage is always whole.
        pending = provider == .anthropic ? counts : [:]
        return true
    }

    mutating func endObject(_ path: [AnswerName]) {
        guard usageDepth == path.count, isUsage(path) else { return }
        usageDepth = nil
        guard !pending.isEmpty else { return }
        counts = pending
        usage = TokenUsage(counts, of: provider, cachesLong: cachesLong)
        hasUsage = true
    }

    mutating func takeString(_ text: String, _ path: [AnswerName]) {
        switch path.last {
        case .type where path.count == 1: type = text
        case .error where path.count == 1: hasFailed = true
        case .serviceTier: takeServiceTier(text, path)
        case .stopReason where path == [.delta, .stopReason] || path == [.stopReason]: hasStopReason = true
        case .finishReason where path == [.candidates, .item, .finishReason]: finishedCandidates += 1
        case .blockReason where path == [.promptFeedback, .blockReason]: hasEnded = true
        default: break
        }
    }

    mutating func takeTruth(_ path: [AnswerName]) {
        if path == [.error] { hasFailed = true }
    }

    /// - Parameter value: Nil for what is no whole number, or has more than 18 digits.
    mutating func takeNumber(_ value: Int?, _ path: [AnswerName]) {
        if path == [.candidates, .item, .index] { candidateMax = max(candidateMax, min(value ?? 0, 1000)) }
        guard let usageDepth, let value, value >= 0, let name = path.last else { return }
        switch path.count - usageDepth {
        case 1: pending[name] = value
        case 2:
            switch path[usageDepth] {
            case .promptDetails, .inputDetails, .completionDetails, .outputDetails, .cacheCreation:
                pending[name] = value
            default: break
            }
        default: break
        }
    }

    mutating func takeRawUsage(_ text: String?, _ path: [AnswerName]) {
        rawUsages[path[0]] = text
    }

    private mutating func takeServiceTier(_ text: String, _ path: [AnswerName]) {
        let isPlace = path.count == 1 || path.count == 2 && path[0] == .response || usageDepth != nil
        let isName =
            (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isLetter && $0 < 0x80 }
        if isPlace && isName { serviceTier = text.lowercased() }
    }

    private func isUsage(_ path: [AnswerName]) -> Bool {
        switch (provider, path.count) {
        case (.google, 1): path[0] == .usageMetadata
        case (.openai, 1), (.anthropic, 1): path[0] == .usage
        case (.openai, 2): path[0] == .response && path[1] == .usage
        case (.anthropic, 2): path[0] == .message && path[1] == .usage
        default: false
        }
    }
}

// What a document means.
extension AnswerFacts {
    /// Whether a string at this place is text that was produced.
    func isOutput(_ path: [AnswerName]) -> Bool {
        guard let last = path.last else { return false }
        switch operation {
        case .chatCompletions:
            guard path.count > 2, path[0] == .choices else { return false }
            return path[2] == .text
                || path.count > 3 && (path[2] == .delta || path[2] == .message)
                    && last != .role && last != .id && last != .type
        case .responses:
            if path.count == 1 { return last == .delta }
            guard path[0] == .output else { return false }
            return last == .text || last == .arguments || last == .refusal || last == .name || last == .input
                || last == .code
        case .messages:
            switch path[0] {
            case .delta: return path.count == 2 && (last == .text || last == .partialJSON || last == .thinking)
            case .contentBlock:
                return path.count == 2 && (last == .text || last == .thinking || last == .name || last == .data)
            case .content: return path.count > 2 && last != .id && last != .type && last != .signature
            default: return false
            }
        case .generateContent:
            return path.count > 5 && path[0] == .candidates && path[3] == .parts && !path.contains(.inlineData)
                && last != .thoughtSignature && last != .mimeType && last != .id
        case .embeddings, .embedContent, .models, .countTokens: return false
        }
    }

    mutating func endDocument() {
        switch operation {
        case .chatCompletions: isUsageOnly = hasUsage && !hasChoices && !hasFailed
        case .responses: endResponsesDocument()
        case .messages: endMessagesDocument()
        case .generateContent:
            if finishedCandidates > candidateMax { hasEnded = true }
        default: break
        }
        if hasUsage && isLast { isFinal = true }
    }

    /// Whether usage in the present document is the last that comes.
    private var isLast: Bool {
        switch operation {
        case .chatCompletions: !hasChoices
        case .messages: hasStopReason
        case .generateContent: hasEnded
        default: true
        }
    }

    private mutating func endResponsesDocument() {
        switch type {
        case "response.completed", "response.incomplete": hasEnded = true
        case "response.failed", "response.cancelled", "error": hasFailed = true
        default: break
        }
    }

    private mutating func endMessagesDocument() {
        switch type {
        case "message_stop": hasEnded = true
        case "error": hasFailed = true
        default: break
        }
    }

    /// The whole answer has come, or what a stream says at its end.
    mutating func end() {
        hasEnded = true
        if usage != nil && operation != .messages { isFinal = true }
    }

    /// An answer that isn't a stream has come from beginning to end.
    mutating func endWhole() {
        hasEnded = true
        if usage != nil { isFinal = true }
    }
}

extension TokenUsage {
    /// From a provider's own counts, some of which are parts of others.
    fileprivate init(_ counts: [AnswerName: Int], of provider: Provider, cachesLong: Bool) {
        let count = { (names: AnswerName...) in names.lazy.compactMap { counts[$0] }.first ?? 0 }
        self.init()
        switch provider {
        case .openai:
            cachedInput = count(.cachedTokens)
            let written = count(.cacheWriteTokens)
            if cachesLong { cacheWrite1h = written } else { cacheWrite5m = written }
            input = max(0, count(.promptTokens, .inputTokens) - cachedInput - written)
            reasoning = count(.reasoningTokens)
            output = max(0, count(.completionTokens, .outputTokens) - reasoning)
        case .anthropic:
            input = count(.inputTokens)
            cachedInput = count(.cacheRead)
            cacheWrite1h = count(.cacheCreated1h)
            cacheWrite5m = max(count(.cacheCreated5m), count(.cacheCreated) - cacheWrite1h)
            reasoning = count(.thinkingTokens)
            output = max(0, count(.outputTokens) - reasoning)
        case .google:
            cachedInput = count(.cachedContentTokenCount)
            let tools = count(.toolUsePromptTokenCount)
            let prompt = count(.promptTokenCount)
            input = max(0, prompt + tools - cachedInput)
            reasoning = count(.thoughtsTokenCount)
            output =
                counts[.candidatesTokenCount] ?? max(0, count(.totalTokenCount) - prompt - tools - reasoning)
        }
    }
}
