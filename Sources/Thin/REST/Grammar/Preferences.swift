/// What the header `Prefer` asks for (RFC 7240, and PostgREST's preferences). Of each the first one counts.
package struct Preferences: Sendable, Equatable {
    package enum Resolution: String, Sendable { case merge = "merge-duplicates", ignore = "ignore-duplicates" }
    package enum Return: String, Sendable { case representation, minimal, headersOnly = "headers-only" }
    package enum Count: String, Sendable { case exact, planned, estimated }
    package enum End: String, Sendable { case commit, rollback }
    package enum Missing: String, Sendable { case `default`, null }
    package enum Handling: String, Sendable { case strict, lenient }

    package var resolution: Resolution?
    package var returning: Return?
    package var count: Count?
    package var end: End?
    package var missing: Missing?
    package var handling: Handling?
    package var timezone: String?
    package var maxAffected: Int?
    /// What isn't understood, as it was sent.
    package var unknown: [String] = []

    /// - Parameters:
    ///   - values: The header's values, in order.
    ///   - allowsEnd: Whether a client may choose how the transaction ends.
    ///   - timezones: The ones that the database knows.
    package init(_ values: [String] = [], allowsEnd: Bool = true, timezones: Set<String> = []) {
        for value in values {
            for item in value.split(separator: ",") {
                let preference = item.trimmingSpaces
                if !preference.isEmpty, !take(preference, allowsEnd, timezones) { unknown.append(preference) }
            }
        }
    }

    /// Whether the header may name a time zone.
    static func namesTimezone(_ values: [String]) -> Bool { values.contains { $0.contains("timezone") } }

    private mutating func take(_ preference: String, _ allowsEnd: Bool, _ timezones: Set<String>) -> Bool {
        let parts = preference.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let value = parts[1].trimmingSpaces
        switch parts[0].trimmingSpaces {
        case "resolution": return Self.keep(&resolution, Resolution(rawValue: value))
        case "return": return Self.keep(&returning, Return(rawValue: value))
        case "count": return Self.keep(&count, Count(rawValue: value))
        case "tx": return allowsEnd && Self.keep(&end, End(rawValue: value))
        case "missing": return Self.keep(&missing, Missing(rawValue: value))
        case "handling": return Self.keep(&handling, Handling(rawValue: value))
        case "timezone": return Self.keep(&timezone, timezones.contains(value) ? value : nil)
        case "max-affected": return Self.keep(&maxAffected, Int(value).flatMap { $0 >= 0 ? $0 : nil })
        default: return false
        }
    }

    private static func keep<Value>(_ kept: inout Value?, _ value: Value?) -> Bool {
        guard let value else { return false }
        if kept == nil { kept = value }
        return true
    }

    /// How many rows may be changed; only `handling=strict` makes it count.
    package var rowsMax: Int? { handling == .strict ? maxAffected : nil }

    /// Whether the whole request is refused.
    package var isRefused: Bool { handling == .strict && !unknown.isEmpty }
}
