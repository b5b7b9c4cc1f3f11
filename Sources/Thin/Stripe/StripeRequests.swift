package import Postgres

/// A sort of requests to Stripe that the database keeps: how they are claimed, and how it is told what Stripe answered.
package protocol StripeRequests: Sendable {
    /// What it is.
    static var kind: Outgoing { get }
    /// Time between two looks at an empty queue.
    static var interval: Duration { get }

    /// Claims requests that are due, each a row's JSON.
    static func claim(_ limit: Int) -> Query

    /// Tells what Stripe answered, as its JSON.
    static func settle(_ request: StripeRequest, _ answer: String) -> Query
}
