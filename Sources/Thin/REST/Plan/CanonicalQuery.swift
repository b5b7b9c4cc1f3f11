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
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
