package import Postgres

/// What is to be asked of Stripe for users whose account was deleted: to end what would go on being paid, and to forget
/// who they were.
package struct ErrandQueue: OutgoingQueue {
    package static let kind = Outgoing.errand
    package static let claimed = 10
    package static let interval: Duration = .seconds(15)
    /// Longest that Stripe is asked for one; the database gives it to another worker after five minutes.
    static let patience: Duration = .seconds(60)

    let pool: ConnectionPool
    let stripe: StripeClient

    package init(pool: ConnectionPool, stripe: StripeClient) {
        self.pool = pool
        self.stripe = stripe
    }

    /// Takes errands that are due, for five minutes.
    package func claim(_ limit: Int) async throws(PostgresError) -> [StripeRequest] {
        let result = try await pool.query(
            "select to_jsonb(t) from billing.claim_errands(\(limit)::integer) t", under: ["role": "service_role"])
        return (0..<result.rowCount).compactMap { StripeRequest((result.text($0, 0) ?? "").utf8) }
    }

    /// Posts all at once.
    package func deliver(_ items: [StripeRequest]) -> AsyncStream<(StripeRequest, Attempt)> {
        deliverAtOnce(items) { item in await attempt(item) }
    }

    private func attempt(_ item: StripeRequest) async -> Attempt {
        do throws(HTTPFailure) {
            let answer = try await stripe.post(item, until: .now + Self.patience)
            return Attempt(answer: String(decoding: answer.body, as: UTF8.self))
        } catch {
            return Attempt(failure: error.reason)
        }
    }

    /// Tells what Stripe answered. What it didn't answer is claimed again.
    package func settle(_ item: StripeRequest, _ attempt: Attempt) async throws(PostgresError) {
        guard let answer = attempt.answer else { return }
        _ = try await pool.query(
            "select from billing.settle_errand(\(item.userID)::uuid, \(item.id)::uuid, \(answer)::jsonb)",
            under: ["role": "service_role"])
    }
}
