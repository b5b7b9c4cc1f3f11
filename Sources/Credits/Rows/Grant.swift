public import Foundation
internal import Postgres

/// A lot of credits that a user was given, and what is left of it.
public struct Grant: Sendable, Hashable, Identifiable {
    public let id: UUID
    public let userID: UUID
    public let source: GrantSource
    public let amount: Decimal
    /// What is neither spent nor lapsed.
    public let remaining: Decimal
    /// Lower is drawn first.
    public let priority: Int
    public let expiresAt: Date?
    public let createdAt: Date

    static let columns: Query = """
        r.id, r.user_id, r.source, r.amount, r.remaining, r.priority,
        extract(epoch from r.expires_at) as expires_at, extract(epoch from r.created_at) as created_at
        """

    init(_ row: Row) throws(CreditsError) {
        id = try row.id("id")
        userID = try row.id("user_id")
        source = GrantSource(rawValue: try row.text("source"))
        amount = try row.amount("amount")
        remaining = try row.amount("remaining")
        priority = try row.integer("priority")
        expiresAt = try row.optionalDate("expires_at")
        createdAt = try row.date("created_at")
    }
}
