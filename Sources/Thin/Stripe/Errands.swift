package import Postgres

/// What is to be asked of Stripe for users whose account was deleted: to end what would go on being paid, and to forget
/// who they were.
package enum Errands: StripeRequests {
    package static let kind = Outgoing.errand
    package static let interval: Duration = .seconds(15)

    package static func claim(_ limit: Int) -> Query {
        "select to_jsonb(t) from billing.claim_errands(\(limit)::integer) t"
    }

    package static func settle(_ request: StripeRequest, _ answer: String) -> Query {
        "select from billing.settle_errand(\(request.userID)::uuid, \(request.id)::uuid, \(answer)::jsonb)"
    }
}
