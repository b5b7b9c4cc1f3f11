/// The header `Preference-Applied`: what was asked for and counted, in PostgREST's order.
enum AppliedPreferences {
    /// Nil for none.
    static func text(
        resolution: Preferences.Resolution? = nil, missing: Preferences.Missing? = nil,
        returning: Preferences.Return? = nil, count: Preferences.Count? = nil, end: Preferences.End? = nil,
        handling: Preferences.Handling? = nil, timezone: String? = nil, maxAffected: Int? = nil
    ) -> String? {
        let applied: [String?] = [
            resolution.map { "resolution=\($0.rawValue)" }, missing.map { "missing=\($0.rawValue)" },
            returning.map { "return=\($0.rawValue)" }, count.map { "count=\($0.rawValue)" },
            end.map { "tx=\($0.rawValue)" }, handling.map { "handling=\($0.rawValue)" },
            timezone.map { "timezone=\($0)" }, maxAffected.map { "max-affected=\($0)" },
        ]
        let text = applied.compactMap { $0 }.joined(separator: ", ")
        return text.isEmpty ? nil : text
    }
}
