/// Reads JSON byte by byte, in whatever pieces it comes, and tells `AnswerFacts` what stands where. It keeps nothing but the
/// way to where it is and the beginning of the present token.
struct JSONStream: Sendable {
    private enum Expected {
        case value, firstElement, firstKey, key, colon, commaOrEnd, nothing
    }

    private enum Token {
        case none, string, escape, hexadecimal, word
    }

    /// Levels of nesting that are followed.
    static let depthMax = 128
    /// Bytes of a token that are kept.
    static let tokenBytesMax = 64
    /// Bytes of a provider's usage that are kept.
    static let rawBytesMax = 8192

    /// Whether it can't be JSON any more.
    private(set) var isBroken = false
    /// Whether one value has come from beginning to end.
    private(set) var isComplete = false

    private var expected = Expected.value
    private var token = Token.none
    private var isKey = false
    private var countsText = false
    private var kept: [UInt8] = []
    private var tokenBytes = 0
    private var hexadecimalDigits = 0
    private var scalar: UInt32 = 0
    /// Whether each open level is an object.
    private var levels: [Bool] = []
    private var path: [AnswerName] = []
    private var raw: [UInt8] = []
    /// How deep the object lies whose bytes are kept.
    private var rawLevel: Int?
    private var isRawSafe = true

    /// Whether it is inside of a string, where all but control characters, quotes and backslashes are just text.
    var isInText: Bool { token == .string && !isBroken }

    /// Begins with another document.
    mutating func reset() {
        isBroken = false
        isComplete = false
        expected = .value
        token = .none
        levels.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
        rawLevel = nil
    }

    /// Takes text inside of a string, as `isInText` says.
    mutating func takeText(_ bytes: UnsafeBufferPointer<UInt8>, _ facts: inout AnswerFacts) {
        if rawLevel != nil { for byte in bytes { keepRaw(byte) } }
        if countsText && !isKey {
            facts.outputBytes += bytes.count
        } else {
            tokenBytes += bytes.count
            kept += bytes.prefix(Self.tokenBytesMax - kept.count)
        }
    }

    mutating func take(_ byte: UInt8, _ facts: inout AnswerFacts) {
        guard !isBroken else { return }
        if rawLevel != nil { keepRaw(byte) }
        switch token {
        case .string: takeText(byte, &facts)
        case .escape: takeEscape(byte, &facts)
        case .hexadecimal: takeHexadecimal(byte, &facts)
        case .word:
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x0A, 0x0D, 0x09:
                endWord(&facts)
                if !isBroken { takeMark(byte, &facts) }
            default: keep(byte)
            }
        case .none: takeMark(byte, &facts)
        }
    }

    private mutating func takeMark(_ byte: UInt8, _ facts: inout AnswerFacts) {
        switch (byte, expected) {
        case (0x20, _), (0x0A, _), (0x0D, _), (0x09, _): return
        case (UInt8(ascii: "\""), .firstKey), (UInt8(ascii: "\""), .key):
            isKey = true
            beginToken(.string)
        case (UInt8(ascii: ":"), .colon): expected = .value
        case (UInt8(ascii: ","), .commaOrEnd): expected = levels.last == true ? .key : .value
        case (UInt8(ascii: "}"), .firstKey), (UInt8(ascii: "}"), .commaOrEnd): end(isObject: true, &facts)
        case (UInt8(ascii: "]"), .firstElement), (UInt8(ascii: "]"), .commaOrEnd): end(isObject: false, &facts)
        case (_, .value), (_, .firstElement): beginValue(byte, &facts)
        default: isBroken = true
        }
    }

    /// Whether the elements of the outermost array are what is being read, each by itself.
    private var isAmongDocuments: Bool {
        levels.count == 1 && !levels[0]
    }

    private mutating func beginValue(_ byte: UInt8, _ facts: inout AnswerFacts) {
        if levels.last == false && !isAmongDocuments { path.append(.item) }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard levels.count < Self.depthMax else { return isBroken = true }
            let isObject = byte == UInt8(ascii: "{")
            if isObject {
                if isAmongDocuments || levels.isEmpty { facts.beginDocument() }
                if facts.beginObject(path), rawLevel == nil { beginRaw() }
            }
            levels.append(isObject)
            expected = isObject ? .firstKey : .firstElement
        case UInt8(ascii: "\""):
            isKey = false
            countsText = facts.isOutput(path)
            beginToken(.string)
        default:
            beginToken(.word)
            keep(byte)
        }
    }

    private mutating func end(isObject: Bool, _ facts: inout AnswerFacts) {
        guard levels.popLast() == isObject else { return isBroken = true }
        if isObject {
            if rawLevel == levels.count { endRaw(&facts) }
            facts.endObject(path)
            if path.isEmpty && levels.count < 2 { facts.endDocument() }
        }
        endValue(&facts)
    }

    private mutating func endValue(_ facts: inout AnswerFacts) {
        guard !levels.isEmpty else {
            isComplete = true
            expected = .nothing
            return
        }
        if !isAmongDocuments { path.removeLast() }
        expected = .commaOrEnd
    }
}

// Tokens.
extension JSONStream {
    private mutating func beginToken(_ kind: Token) {
        token = kind
        tokenBytes = 0
        kept.removeAll(keepingCapacity: true)
    }

    private mutating func keep(_ byte: UInt8) {
        tokenBytes += 1
        if kept.count < Self.tokenBytesMax { kept.append(byte) }
    }

    private mutating func takeText(_ byte: UInt8, _ facts: inout AnswerFacts) {
        switch byte {
        case UInt8(ascii: "\""): endString(&facts)
        case UInt8(ascii: "\\"): token = .escape
        case ..<0x20: isBroken = true
        default: addText(byte, 1, &facts)
        }
    }

    /// Counts what is produced, keeps the beginning of everything else.
    private mutating func addText(_ byte: UInt8, _ bytes: Int, _ facts: inout AnswerFacts) {
        if countsText && !isKey { facts.outputBytes += bytes } else { keep(byte) }
    }

    private mutating func takeEscape(_ byte: UInt8, _ facts: inout AnswerFacts) {
        token = .string
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            addText(byte, 1, &facts)
        case UInt8(ascii: "u"):
            token = .hexadecimal
            hexadecimalDigits = 0
            scalar = 0
        default: isBroken = true
        }
    }

    private mutating func takeHexadecimal(_ byte: UInt8, _ facts: inout AnswerFacts) {
        guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return isBroken = true }
        scalar = scalar << 4 | UInt32(digit)
        hexadecimalDigits += 1
        guard hexadecimalDigits == 4 else { return }
        token = .string
        // A character above U+FFFF is 4 bytes, written as two.
        let bytes = scalar < 0x80 ? 1 : scalar < 0x800 || (0xD800...0xDFFF).contains(scalar) ? 2 : 3
        addText(scalar < 0x80 ? UInt8(scalar) : UInt8(ascii: "?"), bytes, &facts)
    }

    private mutating func endString(_ facts: inout AnswerFacts) {
        token = .none
        let text = tokenBytes <= Self.tokenBytesMax ? String(decoding: kept, as: UTF8.self) : ""
        if isKey {
            path.append(AnswerName(key: text))
            if path.count == 1 { facts.beginMember(path[0]) }
            expected = .colon
        } else {
            if !countsText { facts.takeString(text, path) }
            endValue(&facts)
        }
    }

    private mutating func endWord(_ facts: inout AnswerFacts) {
        token = .none
        let text = String(decoding: kept, as: UTF8.self)
        switch text {
        case "null": break
        case "true", "false": facts.takeTruth(path)
        default:
            guard tokenBytes <= Self.tokenBytesMax, text.wholeMatchOfNumber else { return isBroken = true }
            // What PostgreSQL's numbers could not hold isn't kept.
            if text.utf8.count > 18 || text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
                isRawSafe = false
            }
            facts.takeNumber(text.utf8.count <= 18 ? Int(text) : nil, path)
        }
        endValue(&facts)
    }
}

// What is kept of a provider's usage.
extension JSONStream {
    private mutating func beginRaw() {
        rawLevel = levels.count
        raw = [UInt8(ascii: "{")]
        isRawSafe = true
    }

    private mutating func keepRaw(_ byte: UInt8) {
        if raw.count >= Self.rawBytesMax || byte >= 0x7F || byte == UInt8(ascii: "\\") {
            isRawSafe = false
        } else {
            raw.append(byte)
        }
    }

    private mutating func endRaw(_ facts: inout AnswerFacts) {
        facts.takeRawUsage(isRawSafe ? String(decoding: raw, as: UTF8.self) : nil, path)
        rawLevel = nil
        raw = []
    }
}

extension String {
    /// Whether it is a number of JSON (RFC 8259, section 6).
    fileprivate var wholeMatchOfNumber: Bool {
        var rest = utf8[...]
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let digits = { (rest: inout Substring.UTF8View) -> Int in
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        let leadsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        guard whole > 0, !leadsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }
}
