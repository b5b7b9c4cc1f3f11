package import Postgres

/// The webhooks that the database keeps until they are posted.
package struct WebhookQueue: OutgoingQueue {
    package static let kind = Outgoing.webhook
    package static let claimed = 10
    package static let interval: Duration = .seconds(2)

    let pool: ConnectionPool

    package init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Takes webhooks that are due, for five minutes.
    package func claim(_ limit: Int) async throws(PostgresError) -> [WebhookTask] {
        // The trace by its name: the schema of the release before has none.
        let result = try await pool.query(
            """
            select w.id, w.attempt, w.webhook_id, w.url, w.body, array_to_string(w.secrets, ' '),
                to_jsonb(w) ->> 'traceparent'
            from ops.claim_webhooks(\(limit)::integer) w
            """, under: ["role": "service_role"])
        return (0..<result.rowCount).compactMap { row in
            guard
                let id = result.text(row, 0), let attempt = result.text(row, 1).flatMap({ Int($0) }),
                let webhookID = result.text(row, 2), let url = result.text(row, 3), let body = result.text(row, 4),
                let secrets = result.text(row, 5)
            else { return nil }
            return WebhookTask(
                id: id, attempt: attempt, webhookID: webhookID, url: url, body: body,
                secrets: secrets.split(separator: " ").compactMap { WebhookSecret(String($0)) },
                trace: TraceContext(result.text(row, 6)))
        }
    }

    /// Posts all at once, so that one server that takes its time keeps no other waiting.
    package func deliver(_ items: [WebhookTask]) -> AsyncStream<(WebhookTask, Attempt)> {
        let sender = WebhookSender { addresses in await allows(addresses) }
        return deliverAtOnce(items) { item in await sender.post(item) }
    }

    /// Says what came of a webhook.
    package func settle(_ item: WebhookTask, _ attempt: Attempt) async throws(PostgresError) {
        do throws(PostgresError) {
            _ = try await pool.query(
                """
                select ops.settle_webhook(
                    \(item.id)::uuid, \(item.attempt)::integer, \(attempt.status.map(String.init))::integer,
                    \(attempt.failure)
                )
                """, under: ["role": "service_role"])
        } catch {
            // Otherwise settled meanwhile, by a worker that had taken it over.
            guard error.state == "TH404" else { throw error }
        }
    }

    /// What can't be asked is not allowed.
    private func allows(_ addresses: [String]) async -> Bool {
        let answer = try? await pool.query(
            "select ops.allows_addresses(string_to_array(\(addresses.joined(separator: " ")), ' ')::inet[])",
            under: ["role": "service_role"])
        return answer?.text(0, 0) == "t"
    }
}
