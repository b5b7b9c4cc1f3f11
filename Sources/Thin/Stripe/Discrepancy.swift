/// A payment that is missing on one side, or differs (`billing.discrepancy`).
public struct Discrepancy: Sendable, Encodable {
    /// Of the charge, payment intent or invoice.
    public let stripeID: String
    /// `missing_here`, `missing_there`, `amount`, `currency` or `refunded`.
    public let kind: String
    public let userID: String?
    public let paymentID: String?
    /// What Stripe says.
    public let theirs: String?
    /// What the database says.
    public let ours: String?

    enum CodingKeys: String, CodingKey {
        case stripeID = "stripe_id"
        case kind
        case userID = "user_id"
        case paymentID = "payment_id"
        case theirs, ours
    }
}
