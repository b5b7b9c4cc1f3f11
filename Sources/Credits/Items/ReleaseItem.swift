public import Foundation

/// The arguments of a release in a batch; see `Ledger.release`.
public struct ReleaseItem: Sendable, Encodable {
    /// Which reservation.
    public var reservationID: UUID
    /// Whose it is.
    public var userID: UUID
    /// Kept with the reservation.
    public var reason: String?

    public init(_ reservationID: UUID, of userID: UUID, reason: String? = nil) {
        self.reservationID = reservationID
        self.userID = userID
        self.reason = reason
    }

    /// Writes it as the database reads it.
    public func encode(to encoder: any Encoder) throws {
        var item = encoder.container(keyedBy: ItemKey.self)
        try item.encode(userID.uuidString, forKey: .userID)
        try item.encode(reservationID.uuidString, forKey: .reservationID)
        try item.encodeIfPresent(reason, forKey: .reason)
    }
}
