// Strings, words and digits.
extension JSONCursor {
    mutating func readWord(_ word: StaticString) throws(WireProblem) {
        for offset in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[offset]) }
        leaveValue()
    }

    mutating func readDigits() throws(WireProblem) {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw syntax }
    }

    /// Reads a string, handing out its bytes without quotes and escapes.
    mutating func readText(_ take: (UInt8) -> Void) throws(WireProblem) {
        try expect(UInt8(ascii: "\""))
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try readEscape(take)
            case ..<0x20: throw syntax
            default: take(byte)
            }
        }
        throw syntax
    }

    private mutating func readEscape(_ take: (UInt8) -> Void) throws(WireProblem) {
        guard let byte = peek() else { throw syntax }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): take(byte)
        case UInt8(ascii: "b"): take(0x08)
        case UInt8(ascii: "f"): take(0x0C)
        case UInt8(ascii: "n"): take(0x0A)
        case UInt8(ascii: "r"): take(0x0D)
        case UInt8(ascii: "t"): take(0x09)
        case UInt8(ascii: "u"): for byte in Character(try readScalar()).utf8 { take(byte) }
        default: throw syntax
        }
    }

    /// What follows `\u`, with the second half of a surrogate pair if there is one.
    private mutating func readScalar() throws(WireProblem) -> Unicode.Scalar {
        let value = try readHexadecimal()
        guard (0xD800...0xDBFF).contains(value), peek() == UInt8(ascii: "\\"), position + 6 <= bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        else { return Unicode.Scalar(value) ?? "\u{FFFD}" }
        let behind = position
        position += 2
        let low = try readHexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else {
            position = behind
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func readHexadecimal() throws(WireProblem) -> UInt32 {
        guard position + 4 <= bytes.count else { throw syntax }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw syntax }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }

    mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func expect(_ byte: UInt8) throws(WireProblem) {
        guard peek() == byte else { throw syntax }
        position += 1
    }

    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }
}
