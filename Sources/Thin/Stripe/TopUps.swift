package import Postgres

/// Packs that are bought again for users who agreed to it.
package enum TopUps: StripeRequests {
    package static let kind = Outgoing.topUp
    package static let interval: Duration = .seconds(5)

    package static func claim(_ limit: Int) -> Query {
        "select to_jsonb(t) from billing.claim_top_ups(\(limit)::integer) t"
    }

    package static func settle(_ request: StripeRequest, _ answer: String) -> Query {
        "select from billing.settle_top_up(\(request.userID)::uuid, \(request.id)::uuid, \(answer)::jsonb)"
    }
}
