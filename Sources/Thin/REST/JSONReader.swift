/// Reads one JSON object from bytes, once, without recursion.
struct JSONReader {
    private typealias Refusal = JSONObject.Refusal

    private let bytes: [UInt8]
    private var position = 0
    private var field: String?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: `JSONObject.Refusal`.
    mutating func readObject() throws(JSONObject.Refusal) -> [(key: String, value: JSONObject.Value)] {
        let members = try readMembers()
        try readEnd()
        return members
    }

    /// Reads one object, or an array of objects.
    ///
    /// - Throws: `JSONObject.Refusal`.
    mutating func readRows() throws(JSONObject.Refusal) -> (
        rows: [[(key: String, value: JSONObject.Value)]], isArray: Bool
    ) {
        skipSpace()
        guard peek() == UInt8(ascii: "[") else { return ([try readObject()], false) }
        position += 1
        skipSpace()
        var rows: [[(key: String, value: JSONObject.Value)]] = []
        var isMixed = false
        if peek() == UInt8(ascii: "]") {
            position += 1
        } else {
            while true {
                skipSpace()
                // The others are read on, so that what is no JSON is told from what are no rows.
                if peek() == UInt8(ascii: "{") {
                    rows.append(try readMembers())
                } else {
                    _ = try readValue()
                    isMixed = true
                }
                skipSpace()
                if peek() == UInt8(ascii: ",") {
                    position += 1
                    continue
                }
                try expect(UInt8(ascii: "]"))
                break
            }
        }
        try readEnd()
        if isMixed { throw refusal(.mixed) }
        return (rows, true)
    }

    private mutating func readEnd() throws(JSONObject.Refusal) {
        skipSpace()
        guard position == bytes.count else { throw refusal(.syntax) }
    }

    private mutating func readMembers() throws(JSONObject.Refusal) -> [(key: String, value: JSONObject.Value)] {
        var members: [(key: String, value: JSONObject.Value)] = []
        var keys: Set<String> = []
        skipSpace()
        try expect(UInt8(ascii: "{"))
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            position += 1
        } else {
            while true {
                skipSpace()
                let key = try readString()
                field = key
                guard keys.insert(key).inserted else { throw refusal(.duplicate) }
                guard keys.count <= JSONObject.membersMax else { throw refusal(.size) }
                skipSpace()
                try expect(UInt8(ascii: ":"))
                skipSpace()
                members.append((key, try readValue()))
                skipSpace()
                if peek() == UInt8(ascii: ",") {
                    position += 1
                    field = nil
                    continue
                }
                try expect(UInt8(ascii: "}"))
                break
            }
        }
        field = nil
        return members
    }

    private mutating func readValue() throws(JSONObject.Refusal) -> JSONObject.Value {
        switch peek() {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .nested(try readNested())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        default: return .number(try readNumber())
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONObject.Value) throws(JSONObject.Refusal)
        -> JSONObject.Value
    {
        for offset in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[offset]) }
        return value
    }

    private mutating func readNumber() throws(JSONObject.Refusal) -> String {
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
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readDigits() throws(JSONObject.Refusal) {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw refusal(.syntax) }
    }

    private mutating func readString() throws(JSONObject.Refusal) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        guard peek() == UInt8(ascii: "\\") else {
            guard let text = String(validating: bytes[start..<position], as: UTF8.self) else { throw refusal(.syntax) }
            try expect(UInt8(ascii: "\""))
            return text
        }
        return try readEscapedString(from: start)
    }

    private mutating func readEscapedString(from start: Int) throws(JSONObject.Refusal) -> String {
        var content = Array(bytes[start..<position])
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw refusal(.syntax) }
            position += 1
            if byte != UInt8(ascii: "\\") {
                content.append(byte)
            } else {
                content.append(contentsOf: try readEscape())
            }
        }
        try expect(UInt8(ascii: "\""))
        guard let text = String(validating: content, as: UTF8.self) else { throw refusal(.syntax) }
        return text
    }

    private mutating func readEscape() throws(JSONObject.Refusal) -> [UInt8] {
        guard let byte = peek() else { throw refusal(.syntax) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try readScalar())).utf8)
        default: throw refusal(.syntax)
        }
    }

    /// What follows `\u`, with the second half of a surrogate pair.
    private mutating func readScalar() throws(JSONObject.Refusal) -> Unicode.Scalar {
        var value = try readHexadecimal()
        if (0xD800...0xDBFF).contains(value) {
            try expect(UInt8(ascii: "\\"))
            try expect(UInt8(ascii: "u"))
            let low = try readHexadecimal()
            guard (0xDC00...0xDFFF).contains(low) else { throw refusal(.syntax) }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw refusal(.syntax) }
        return scalar
    }

    private mutating func readHexadecimal() throws(JSONObject.Refusal) -> UInt32 {
        guard position + 4 <= bytes.count else { throw refusal(.syntax) }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw refusal(.syntax) }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }

    /// Takes an array or object to its end, watching brackets and strings only.
    private mutating func readNested() throws(JSONObject.Refusal) -> [UInt8] {
        let start = position
        var open: [UInt8] = []
        repeat {
            guard let byte = peek() else { throw refusal(.syntax) }
            switch byte {
            case UInt8(ascii: "\""): _ = try readString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append(byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                if open.count >= JSONObject.depthMax { throw refusal(.depth) }
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { throw refusal(.syntax) }
                position += 1
            default: position += 1
            }
        } while !open.isEmpty
        return Array(bytes[start..<position])
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONObject.Refusal) {
        guard peek() == byte else { throw refusal(.syntax) }
        position += 1
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private func refusal(_ reason: JSONObject.Refusal.Reason) -> JSONObject.Refusal {
        JSONObject.Refusal(field: field, reason: reason)
    }
}
