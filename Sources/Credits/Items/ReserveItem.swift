public import Foundation

/// The arguments of a reservation in a batch; see `Ledger.reserve`.
public struct ReserveItem: Sendable, Encodable {
    /// Whose credits.
    public var userID: UUID
    /// Credits, above zero, with at most four decimals.
    public var amount: Decimal
    /// The kind of work.
    public var jobType: String
    /// The caller's own id of the job.
    public var jobID: String?
    /// From a second to a day.
    public var ttl: Duration
    /// Names this reservation of this user for good.
    public var idempotencyKey: String?
    /// What the user reads beside the usage.
    public var description: String?
    /// A flat object with registered keys.
    public var metadata: [String: MetadataValue]

    public init(
        userID: UUID, amount: Decimal, jobType: String, jobID: String? = nil, ttl: Duration = .seconds(900),
        idempotencyKey: String? = nil, description: String? = nil, metadata: [String: MetadataValue] = [:]
    ) {
        self.userID = userID
        self.amount = amount
        self.jobType = jobType
        self.jobID = jobID
        self.ttl = ttl
        self.idempotencyKey = idempotencyKey
        self.description = description
        self.metadata = metadata
    }

    /// Writes it as the database reads it.
    public func encode(to encoder: any Encoder) throws {
        var item = encoder.container(keyedBy: ItemKey.self)
        try item.encode(userID.uuidString, forKey: .userID)
        try item.encode(ExactAmount(amount), forKey: .amount)
        try item.encode(jobType, forKey: .jobType)
        try item.encodeIfPresent(jobID, forKey: .jobID)
        try item.encode(ttl.intervalText, forKey: .ttl)
        try item.encodeIfPresent(idempotencyKey, forKey: .idempotencyKey)
        try item.encodeIfPresent(description, forKey: .description)
        try item.encode(metadata, forKey: .metadata)
    }
}
