public import Foundation
internal import Postgres

/// Credits held for a job, and what became of them.
public struct Reservation: Sendable, Hashable, Identifiable {
    /// Where a reservation is in its life.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case reserved, confirmed, released, expired
    }

    public let id: UUID
    public let userID: UUID
    /// Credits that are or were held.
    public let amount: Decimal
    /// Credits taken at confirm; zero before.
    public let charged: Decimal
    public let status: Status
    public let jobType: String
    public let jobID: String?
    /// When what it holds goes back by itself.
    public let expiresAt: Date
    public let createdAt: Date
    public let settledAt: Date?
    /// What a confirm with overage `available` couldn't take.
    public let shortfall: Decimal

    static let columns: Query = """
        r.id, r.user_id, r.amount, r.charged, r.status, r.job_type, r.job_id, r.shortfall,
        extract(epoch from r.expires_at) as expires_at, extract(epoch from r.created_at) as created_at,
        extract(epoch from r.settled_at) as settled_at
        """

    init(_ row: Row) throws(CreditsError) {
        id = try row.id("id")
        userID = try row.id("user_id")
        amount = try row.amount("amount")
        charged = try row.amount("charged")
        guard let status = Status(rawValue: try row.text("status")) else { throw .malformed("status") }
        self.status = status
        jobType = try row.text("job_type")
        jobID = try row.optionalText("job_id")
        expiresAt = try row.date("expires_at")
        createdAt = try row.date("created_at")
        settledAt = try row.optionalDate("settled_at")
        shortfall = try row.amount("shortfall")
    }
}
