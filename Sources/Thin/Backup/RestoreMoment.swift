internal import Foundation

/// A moment to restore to.
public struct RestoreMoment: Sendable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970.
    package let microseconds: Int64
    /// As PostgreSQL reads it, with its zone.
    public let description: String

    /// - Parameter text: ISO 8601, with a space or a `T`, to the microsecond; in UTC where it names no zone.
    /// - Throws: `BackupError.noTime`.
    public init(_ text: String) throws(BackupError) {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?\s?(Z|([+-])(\d\d)(?::?(\d\d))?)?/
        guard let match = text.trimmingCharacters(in: .whitespaces).wholeMatch(of: pattern)?.output else {
            throw .noTime(text)
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let number = { (digits: Substring?) in Int(digits ?? "") ?? 0 }
        let parts = DateComponents(
            calendar: calendar, year: number(match.1), month: number(match.2), day: number(match.3),
            hour: number(match.4), minute: number(match.5), second: number(match.6))
        guard parts.isValidDate, let date = parts.date, number(match.10) < 16, number(match.11) < 60 else {
            throw .noTime(text)
        }
        let fraction = match.7.map { $0 + String(repeating: "0", count: 6 - $0.count) } ?? "0"
        let offset = (number(match.10) * 3600 + number(match.11) * 60) * (match.9 == "-" ? -1 : 1)
        microseconds = (Int64(date.timeIntervalSince1970) - Int64(offset)) * 1_000_000 + Int64(number(fraction[...]))
        description = match.8 == nil ? "\(match.0)+00" : String(match.0)
    }

    /// Whether it hasn't come yet by this machine's clock.
    var isInFuture: Bool { microseconds > Int64(Date.now.timeIntervalSince1970 * 1_000_000) }

    public static func < (left: RestoreMoment, right: RestoreMoment) -> Bool { left.microseconds < right.microseconds }
    public static func == (left: RestoreMoment, right: RestoreMoment) -> Bool {
        left.microseconds == right.microseconds
    }
}
