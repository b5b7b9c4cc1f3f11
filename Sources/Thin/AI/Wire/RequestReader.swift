/// Reads a request's body in one pass.
///
/// What it can't place counts as text, so that a body is never worth less than it costs. It is split by provider.
struct RequestReader {
    /// The longest model name that is looked up.
    static let modelBytesMax = 256
    /// The most candidates, which is OpenAI's.
    static let candidatesMax = 128
    /// What Anthropic's API writes into the prompt itself as soon as there is a tool, and for each of its own client tools
    /// (346 to 735 tokens, platform.claude.com, "Tool use", "Pricing").
    static let toolPromptTokens = 800
    /// For a part of an earlier answer that is named by its id and stored at OpenAI.
    static let storedReasoningTokens = 8192

    let operation: Operation
    let provider: Provider
    let pathModel: String?
    var cursor: JSONCursor
    var measure = RequestMeasure()
    /// Behind the body's opening brace.
    var top = 0
    var members = 0
    /// Members that count, as they are named in the provider's reference, in snake case.
    private var seen: Set<String> = []
    /// Where the cap stands, by member, in the order met.
    var caps: [(name: String, range: Range<Int>, value: Int?)] = []
    /// Where `stream_options` or Google's `generationConfig` stands.
    var nested: NestedObject?

    /// An object in which a member may be inserted.
    struct NestedObject {
        var range: Range<Int>
        /// Behind the brace; nil for null.
        var inside: Int?
        var members = 0
        /// `include_usage`, where it stands.
        var usage: (range: Range<Int>, isOn: Bool)?
    }

    init(_ operation: Operation, of provider: Provider, pathModel: String?, body: [UInt8]) {
        self.operation = operation
        self.provider = provider
        self.pathModel = pathModel
        cursor = JSONCursor(body)
    }

    /// - Throws: `WireProblem`.
    mutating func read() throws(WireProblem) -> RequestMeasure {
        if operation == .models { return measure }
        guard String(validating: cursor.bytes, as: UTF8.self) != nil else {
            throw WireProblem(nil, "the body is UTF-8")
        }
        top = try cursor.beginObject()
        while let key = try cursor.nextKey() {
            members += 1
            try readMember(key)
        }
        try cursor.readEnd()
        try checkModel()
        // OpenAI caches by itself, which newer models charge for.
        if provider == .openai && operation.hasOutput { measure.caches5m = true }
        if operation.hasOutput { measure.capPlace = try capPlace() }
        if operation == .chatCompletions && measure.isStream { measure.usageSplice = usageSplice() }
        return measure
    }

    private mutating func readMember(_ key: String) throws(WireProblem) {
        let names =
            switch operation {
            case .chatCompletions: Self.chatMembers
            case .responses: Self.responsesMembers
            case .embeddings: Self.embeddingsMembers
            case .messages: Self.messagesMembers
            case .generateContent: Self.generateMembers
            case .embedContent: Self.embedMembers
            case .models, .countTokens: Self.countMembers
            }
        guard let name = try countingName(of: key, in: names) else { return try readPlain() }
        guard seen.insert(name).inserted else { throw cursor.problem("each key stands once") }
        switch provider {
        case .openai: try readOpenAI(name)
        case .anthropic: try readAnthropic(name)
        case .google: try readGoogle(name)
        }
    }

    /// The name of a member that counts, or nil for one that doesn't.
    ///
    /// - Throws: `WireProblem` for what a lenient reader could take for one that does.
    func countingName(of key: String, in names: Set<String>) throws(WireProblem) -> String? {
        if names.contains(key) { return key }
        if provider == .google {
            let snake = Self.snakeCase(key)
            if names.contains(snake) { return snake }
        }
        let folded = Self.folded(key)
        if let name = names.first(where: { $0.utf8.lazy.filter { $0 != UInt8(ascii: "_") }.elementsEqual(folded) }) {
            throw cursor.problem("is written \(name)")
        }
        return nil
    }

    private static func snakeCase(_ key: String) -> String {
        guard !key.utf8.contains(UInt8(ascii: "_")) else { return key }
        return key.reduce(into: "") { result, character in
            if character.isUppercase { result += "_" }
            result += character.lowercased()
        }
    }

    /// Letters without case, without what joins words. Names are ASCII, but ſ and K fold to letters that are.
    private static func folded(_ key: String) -> [UInt8] {
        let plain = key.utf8.allSatisfy { $0 < 0x80 } ? key : key.uppercased().lowercased()
        return plain.utf8.compactMap { byte in
            switch byte {
            case UInt8(ascii: "_"), UInt8(ascii: "-"): nil
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            default: byte
            }
        }
    }

    private func checkModel() throws(WireProblem) {
        guard let model = pathModel ?? measure.model else {
            if operation == .countTokens { return }
            throw WireProblem("model", "is needed")
        }
        guard !model.isEmpty, model.utf8.count <= Self.modelBytesMax, model.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw WireProblem("model", "is a model's name") }
    }

    /// A service tier other than the ones with prices.
    mutating func readTier(standard: Set<String>, priced: Set<String>) throws(WireProblem) {
        guard let tier = try cursor.readOptionalString() else { return }
        let name = provider == .google ? tier.lowercased() : tier
        if priced.contains(name) {
            measure.serviceTier = name
        } else if !standard.contains(name) {
            addPaidFeature("service_tier")
        }
    }

    /// A member that, when it is anything but null, can't be priced.
    mutating func readUnpriced(_ name: String) throws(WireProblem) {
        if try !cursor.readNull() {
            addPaidFeature(name)
            try readPlain()
        }
    }

    mutating func addPaidFeature(_ name: String) {
        // Names come from the body, and into the database as JSON.
        measure.paidFeatures.insert(
            String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }.prefix(40)))
    }

    mutating func readCap(_ name: String) throws(WireProblem) {
        let start = cursor.position
        let value = try cursor.readOptionalCount()
        caps.append((name, start..<cursor.position, value))
    }

    private mutating func capPlace() throws(WireProblem) -> CapPlace {
        let asked = caps.filter { $0.value != nil }
        guard asked.count < 2 else { throw WireProblem(asked[1].name, "stands without \(asked[0].name)") }
        measure.askedOutput = asked.first?.value
        if let place = asked.first ?? caps.first { return CapPlace(range: place.range, before: "", after: "") }
        switch operation {
        case .messages: return insertion("\"max_tokens\":")
        case .responses: return insertion("\"max_output_tokens\":")
        case .generateContent: return googleCapPlace()
        default: return insertion("\"max_completion_tokens\":")
        }
    }

    /// At the beginning of the body.
    private func insertion(_ member: String, close: String = "") -> CapPlace {
        CapPlace(range: top..<top, before: member, after: close + (members > 0 ? "," : ""))
    }

    private func googleCapPlace() -> CapPlace {
        guard let nested else { return insertion("\"generationConfig\":{\"maxOutputTokens\":", close: "}") }
        guard let inside = nested.inside else {
            return CapPlace(range: nested.range, before: "{\"maxOutputTokens\":", after: "}")
        }
        return CapPlace(
            range: inside..<inside, before: "\"maxOutputTokens\":", after: nested.members > 0 ? "," : "")
    }

    /// Nil where the client asks for usage itself.
    private func usageSplice() -> BodyEditor.Splice? {
        guard let nested else {
            return BodyEditor.Splice(
                top..<top, "\"stream_options\":{\"include_usage\":true}" + (members > 0 ? "," : ""))
        }
        guard let inside = nested.inside else {
            return BodyEditor.Splice(nested.range, "{\"include_usage\":true}")
        }
        if let usage = nested.usage { return usage.isOn ? nil : BodyEditor.Splice(usage.range, "true") }
        return BodyEditor.Splice(inside..<inside, "\"include_usage\":true" + (nested.members > 0 ? "," : ""))
    }
}
