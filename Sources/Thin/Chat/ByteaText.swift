/// Bytes as PostgreSQL writes them in text: two digits each (PostgreSQL's manual, 8.4.1).
enum ByteaText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// With the mark that goes ahead.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        var text = Array("\\x".utf8)
        text.reserveCapacity(bytes.count * 2 + 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// Of digits, without the mark.
    static func bytes(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count - 1, by: 2) {
            bytes.append(value(text[index]) << 4 | value(text[index + 1]))
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        digit <= UInt8(ascii: "9") ? digit &- UInt8(ascii: "0") : digit &- UInt8(ascii: "a") &+ 10
    }
}
