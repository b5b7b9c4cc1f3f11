public import Foundation

/// The arguments of a confirmation in a batch; see `Ledger.confirm`.
public struct ConfirmItem: Sendable, Encodable {
    /// Which reservation.
    public var reservationID: UUID
    /// Whose it is.
    public var userID: UUID
    /// What the job cost; nil for all that is held.
    public var cost: Decimal?
    /// What happens when it cost more than is held.
    public var overage: Overage
    /// A repeat gets the first answer.
    public var idempotencyKey: String?

    public init(
        _ reservationID: UUID, of userID: UUID, cost: Decimal? = nil, overage: Overage = .reject,
        idempotencyKey: String? = nil
    ) {
        self.reservationID = reservationID
        self.userID = userID
        self.cost = cost
        self.overage = overage
        self.idempotencyKey = idempotencyKey
    }

    /// Writes it as the database reads it.
    public func encode(to encoder: any Encoder) throws {
        var item = encoder.container(keyedBy: ItemKey.self)
        try item.encode(userID.uuidString, forKey: .userID)
        try item.encode(reservationID.uuidString, forKey: .reservationID)
        try item.encodeIfPresent(cost.map { ExactAmount($0) }, forKey: .amount)
        try item.encode(overage.rawValue, forKey: .overage)
        try item.encodeIfPresent(idempotencyKey, forKey: .idempotencyKey)
    }
}
