internal import Foundation

/// What the database wants posted to Stripe next (`billing.stripe_request`).
package struct StripeRequest: Sendable, Decodable {
    let userID: String
    /// Of the checkout or top-up; nil for what isn't kept.
    let id: String?
    /// What it is for, so that the database knows what an answer answers.
    let step: String
    /// Nil when there is nothing left to post.
    let path: String?
    let idempotencyKey: String?
    let parameters: StripeParameters?
    /// Where to lead the user, once nothing is left to post.
    let url: String?

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case id, step, path
        case idempotencyKey = "idempotency_key"
        case parameters, url
    }

    /// - Parameter json: The row as JSON; nil for anything else.
    package init?(_ json: some Sequence<UInt8>) {
        guard let request = try? JSONDecoder().decode(Self.self, from: Data(json)) else { return nil }
        self = request
    }
}
