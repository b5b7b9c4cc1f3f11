internal import HTTPTypes

/// The trace that a request belongs to (W3C Trace Context, https://www.w3.org/TR/trace-context).
package struct TraceContext: Sendable, Hashable {
    /// The trace: 16 bytes, as lower-case hexadecimal.
    package let traceID: String
    /// This request within it: 8 bytes.
    package let spanID: String
    /// The sender's flags: 01 where the trace is recorded.
    package let flags: String

    /// Takes what a client sent, and gives this request an id of its own below it.
    ///
    /// - Parameter header: The header `traceparent`; nil for none, or for one that isn't what the standard says.
    package init?(_ header: String?) {
        guard let header else { return nil }
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        // A later version may have more parts, which this one doesn't know.
        guard parts.count >= 4, Self.isHex(parts[0], 2), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isHex(parts[1], 32), Self.isHex(parts[2], 16), Self.isHex(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        traceID = String(parts[1])
        flags = String(parts[3])
        spanID = Self.padded(UInt64.random(in: 1 ... .max))
    }

    /// What is passed on, as version 00.
    package var header: String { "00-\(traceID)-\(spanID)-\(flags)" }

    /// Unique for the request, and found by whoever looks for the trace.
    var requestID: String { "\(traceID)-\(spanID)" }

    private static func isHex(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    private static func padded(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension HTTPField.Name {
    /// `traceparent`.
    static let traceparent = Self(known: "traceparent")
}
