/// Bytes written as pairs of hexadecimal digits, as PostgreSQL shows `bytea`.
enum Hexadecimal {
    static func bytes(_ text: Substring) -> [UInt8] {
        let digits = text.utf8.map { byte in
            byte <= UInt8(ascii: "9") ? byte &- UInt8(ascii: "0") : (byte | 0x20) &- UInt8(ascii: "a") &+ 10
        }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
