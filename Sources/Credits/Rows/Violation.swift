public import Foundation

/// An invariant of the ledger that doesn't hold.
public struct Violation: Sendable, Hashable {
    /// Whose account; nil when it is nobody's.
    public let userID: UUID?
    /// The invariant in words.
    public let invariant: String
    /// The entry, grant or reservation.
    public let subject: String?
    public let expected: Decimal?
    public let actual: Decimal?

    init(_ row: Row) throws(CreditsError) {
        userID = try row.optionalText("user_id").flatMap { UUID(uuidString: $0) }
        invariant = try row.text("invariant")
        subject = try row.optionalText("subject")
        expected = try row.optionalText("expected").flatMap { Decimal(exactly: $0) }
        actual = try row.optionalText("actual").flatMap { Decimal(exactly: $0) }
    }
}
