package import Postgres

/// Requests to Stripe of one sort, which the database keeps until Stripe has answered.
package struct StripeQueue<Sort: StripeRequests>: OutgoingQueue {
    package static var kind: Outgoing { Sort.kind }
    package static var claimed: Int { 10 }
    package static var interval: Duration { Sort.interval }
    /// Longest that Stripe is asked for one; the database gives it to another worker after five minutes.
    static var patience: Duration { .seconds(60) }

    let pool: ConnectionPool
    let stripe: StripeClient

    package init(_: Sort.Type, pool: ConnectionPool, stripe: StripeClient) {
        self.pool = pool
        self.stripe = stripe
    }

    /// Takes requests that are due, for five minutes.
    package func claim(_ limit: Int) async throws(PostgresError) -> [StripeRequest] {
        let result = try await pool.query(Sort.claim(limit), under: ["role": "service_role"])
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

    /// Tells what Stripe answered. Of what it didn't answer nobody knows whether it was done: it is claimed again, under the
    /// same idempotency key.
    package func settle(_ item: StripeRequest, _ attempt: Attempt) async throws(PostgresError) {
        guard let answer = attempt.answer else { return }
        _ = try await pool.query(Sort.settle(item, answer), under: ["role": "service_role"])
    }
}
