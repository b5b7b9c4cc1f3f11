/// A query string as `Content-Location` shows it: sorted by name, escaped alike.
enum CanonicalQuery {
    static func text(_ parameters: [(name: String, value: String)]) -> String {
        let order = parameters.indices.sorted { left, right in
            (parameters[left].name, left) < (parameters[right].name, right)
        }
        return order.map { "\(escaped(parameters[$0].name))=\(escaped(parameters[$0].value))" }.joined(separator: "&")
    }

    /// Percent escapes for all but the unreserved characters (RFC 3986, section 2.3).
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return text }
        var result: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
