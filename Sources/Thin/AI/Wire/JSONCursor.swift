/// Walks through JSON in memory without building anything of it, and knows where everything stands (RFC 8259).
///
/// A key that stands twice in an object is refused wherever it is: which of the two a provider reads is not to be known.
struct JSONCursor {
    private struct Frame {
        let isObject: Bool
        var count = 0
        var keys: [String] = []
        var moreKeys: Set<String> = []

        /// Whether the key is new. Few are compared one by one, which is quicker than hashing them.
        mutating func takes(_ key: String) -> Bool {
            if keys.count < 16 {
                guard !keys.contains(key) else { return false }
                keys.append(key)
                return true
            }
            return !keys.contains(key) && moreKeys.insert(key).inserted
        }
    }

    /// Levels of nesting that are taken.
    static let depthMax = 64
    /// Members of one object that are taken.
    static let membersMax = 10_000

    let bytes: [UInt8]
    var position = 0
    private var frames: [Frame] = []
    /// The keys on the way here.
    private var keys: [String] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The kind of the next value, told by its first byte.
    enum Kind {
        case object, array, string, number, bool, null
    }

    /// A problem with the member that is being read.
    func problem(_ rule: String) -> WireProblem {
        WireProblem(keys.isEmpty ? nil : keys.prefix(4).joined(separator: "."), rule)
    }

    /// - Throws: `WireProblem` where no value begins.
    mutating func kind() throws(WireProblem) -> Kind {
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number
        default: throw syntax
        }
    }

    /// Enters an object. Its keys then come by `nextKey`, each to be followed by reading its value.
    ///
    /// - Returns: The position behind the brace.
    @discardableResult
    mutating func beginObject() throws(WireProblem) -> Int {
        try begin(UInt8(ascii: "{"), isObject: true)
    }

    /// Enters an array. Its elements then come by `nextElement`.
    mutating func beginArray() throws(WireProblem) {
        _ = try begin(UInt8(ascii: "["), isObject: false)
    }

    /// The object's next key, or nil at its end.
    mutating func nextKey() throws(WireProblem) -> String? {
        guard try goOn(to: UInt8(ascii: "}")) else { return nil }
        var spelled: [UInt8] = []
        try readText { spelled.append($0) }
        let key = String(decoding: spelled, as: UTF8.self)
        guard frames[frames.count - 1].takes(key) else {
            keys.append(key)
            throw problem("each key stands once")
        }
        guard frames[frames.count - 1].count <= Self.membersMax else {
            throw problem("an object has at most \(Self.membersMax) members")
        }
        skipSpace()
        try expect(UInt8(ascii: ":"))
        skipSpace()
        keys.append(key)
        return key
    }

    /// Whether there is one more element, which is then to be read.
    mutating func nextElement() throws(WireProblem) -> Bool {
        guard try goOn(to: UInt8(ascii: "]")) else { return false }
        skipSpace()
        return true
    }

    /// - Throws: `WireProblem` where anything but space follows.
    mutating func readEnd() throws(WireProblem) {
        skipSpace()
        guard position == bytes.count else { throw syntax }
    }

    /// A string without its quotes and escapes. Halves of surrogate pairs become U+FFFD.
    mutating func readString() throws(WireProblem) -> String {
        var content: [UInt8] = []
        try readText { content.append($0) }
        leaveValue()
        return String(decoding: content, as: UTF8.self)
    }

    /// A string's first bytes, the rest being passed over.
    ///
    /// - Returns: What it begins with, and its bytes on the wire.
    mutating func skipString(keeping count: Int) throws(WireProblem) -> (prefix: String, bytes: Int) {
        let start = position
        var content: [UInt8] = []
        try readText { if content.count < count { content.append($0) } }
        leaveValue()
        return (String(decoding: content, as: UTF8.self), position - start - 2)
    }

    /// Weighs a string.
    mutating func weighString(_ weight: inout TextWeight) throws(WireProblem) {
        weight.beginText()
        try readText { weight.take($0) }
        weight.endText()
        leaveValue()
    }

    /// A string, or nil for null.
    mutating func readOptionalString() throws(WireProblem) -> String? {
        switch try kind() {
        case .string: return try readString()
        case .null:
            try readWord("null")
            return nil
        default: throw problem("is a string")
        }
    }

    /// A whole number of at least 1, or nil for null.
    mutating func readOptionalCount() throws(WireProblem) -> Int? {
        switch try kind() {
        case .number:
            let text = try readNumber()
            guard text.utf8.count <= 15, let value = Int(text), value >= 1 else {
                throw problem("is a whole number above 0")
            }
            return value
        case .null:
            try readWord("null")
            return nil
        default: throw problem("is a whole number above 0")
        }
    }

    /// True or false, or nil for null.
    mutating func readOptionalBool() throws(WireProblem) -> Bool? {
        switch try kind() {
        case .bool:
            let value = peek() == UInt8(ascii: "t")
            try readWord(value ? "true" : "false")
            return value
        case .null:
            try readWord("null")
            return nil
        default: throw problem("is true or false")
        }
    }

    /// Takes `null` if it is next.
    mutating func readNull() throws(WireProblem) -> Bool {
        guard try kind() == .null else { return false }
        try readWord("null")
        return true
    }

    /// A number as written.
    mutating func readNumber() throws(WireProblem) -> String {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") { position += 1 } else { try readDigits() }
        if peek() == UInt8(ascii: ".") {
            position += 1
            try readDigits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            try readDigits()
        }
        leaveValue()
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

extension JSONCursor {
    var syntax: WireProblem {
        problem("the body is one JSON object")
    }

    private mutating func begin(_ byte: UInt8, isObject: Bool) throws(WireProblem) -> Int {
        skipSpace()
        try expect(byte)
        guard frames.count < Self.depthMax else { throw problem("JSON is nested at most \(Self.depthMax) levels deep") }
        frames.append(Frame(isObject: isObject))
        return position
    }

    /// Takes the comma before the next member or element, or the end.
    private mutating func goOn(to end: UInt8) throws(WireProblem) -> Bool {
        skipSpace()
        if peek() == end {
            position += 1
            frames.removeLast()
            leaveValue()
            return false
        }
        if frames[frames.count - 1].count > 0 {
            try expect(UInt8(ascii: ","))
            skipSpace()
        }
        frames[frames.count - 1].count += 1
        return true
    }

    /// A member's value is complete: its key is no longer on the way.
    mutating func leaveValue() {
        if let frame = frames.last, frame.isObject, !keys.isEmpty { keys.removeLast() }
    }
}
