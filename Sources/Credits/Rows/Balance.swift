public import Foundation

/// A user's credits.
public struct Balance: Sendable, Hashable {
    /// What may be spent.
    public let available: Decimal
    /// What live reservations hold.
    public let held: Decimal
    /// What is owed.
    public let debt: Decimal

    init(_ row: Row) throws(CreditsError) {
        available = try row.amount("available")
        held = try row.amount("held")
        debt = try row.amount("debt")
    }
}
