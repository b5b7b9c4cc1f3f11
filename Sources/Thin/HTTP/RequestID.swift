internal import HTTPTypes

/// The id under which a request appears in its answer, the log and the audit log.
enum RequestID {
    static let header = HTTPField.Name.requestID
    /// Longer ones are replaced.
    static let lengthMax = 128

    /// The client's, if it is harmless, else one that names its trace, else a new one.
    static func accept(_ sent: String?, trace: TraceContext? = nil) -> String {
        if let sent, (1...lengthMax).contains(sent.utf8.count), sent.utf8.allSatisfy(isHarmless) { return sent }
        if let trace { return trace.requestID }
        return String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension HTTPField.Name {
    /// `X-Request-ID`.
    static let requestID = Self(known: "x-request-id")
    /// `X-Should-Retry`, which official AI SDKs obey.
    static let shouldRetry = Self(known: "x-should-retry")
    /// Supabase's key.
    static let apiKey = Self(known: "apikey")

    init(known name: String) {
        guard let name = Self(name) else { preconditionFailure("\(name) is a header's name") }
        self = name
    }
}
