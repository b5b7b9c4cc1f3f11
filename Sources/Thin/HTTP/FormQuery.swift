internal import HTTPTypes

/// A query string as browsers and httpx write it: `&` between, `+` for a space, percent escapes.
package enum FormQuery {
    /// - Throws: `Problem` 400 for a broken escape, invalid UTF-8 or a NUL character.
    package static func parse(_ query: String) throws(Problem) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            result.append((try decode(parts[0]), parts.count > 1 ? try decode(parts[1]) : ""))
        }
        return result
    }

    /// A part of a path, in which a plus is a plus.
    ///
    /// - Throws: As `parse` does.
    static func decodePath(_ part: Substring) throws(Problem) -> String {
        part.utf8.contains { $0 == UInt8(ascii: "%") || $0 == 0 || $0 >= 0x80 }
            ? try decode(part.utf8, plus: UInt8(ascii: "+")) : String(part)
    }

    /// - Parameter plus: What a plus stands for.
    private static func decode(
        _ part: Substring.UTF8View, plus: UInt8 = UInt8(ascii: " ")
    ) throws(Problem) -> String {
        let isPlain = part.allSatisfy { byte in
            byte != UInt8(ascii: "%") && byte != UInt8(ascii: "+") && byte != 0 && byte < 0x80
        }
        if isPlain { return String(Substring(part)) }
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(plus)
            case UInt8(ascii: "%"):
                guard
                    let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
                else { throw refused }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { throw refused }
        return text
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static let refused = Problem(
        .badRequest, "PGRST100", "the query string can't be understood", details: "query",
        hint: "percent escapes are two hexadecimal digits and make UTF-8 text")
}
