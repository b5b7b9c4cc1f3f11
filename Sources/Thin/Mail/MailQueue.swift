internal import Dispatch
internal import Foundation
package import Postgres

/// The mails that the database keeps until they are sent.
package struct MailQueue: OutgoingQueue {
    package static let kind = Outgoing.mail
    package static let claimed = 10
    package static let interval: Duration = .seconds(1)

    let pool: ConnectionPool
    let configuration: MailConfiguration
    /// libcurl blocks, so it has a thread that isn't the cooperative pool's.
    private let thread = DispatchQueue(label: "thin.mail")

    package init(pool: ConnectionPool, configuration: MailConfiguration) {
        self.pool = pool
        self.configuration = configuration
    }

    /// Takes mails that are due, for five minutes.
    package func claim(_ limit: Int) async throws(PostgresError) -> [MailMessage] {
        let result = try await pool.query(
            """
            select o.id, o.recipient, o.subject, o.body, extract(epoch from o.created_at)
            from ops.claim_outbox(\(limit)::integer) o
            """, under: ["role": "service_role"])
        return (0..<result.rowCount).compactMap { row in
            guard
                let id = result.text(row, 0).flatMap({ Int64($0) }), let recipient = result.text(row, 1),
                let subject = result.text(row, 2), let body = result.text(row, 3),
                let seconds = result.text(row, 4).flatMap({ TimeInterval($0) })
            else { return nil }
            return MailMessage(
                id: id, recipient: recipient, subject: subject, body: body,
                writtenAt: Date(timeIntervalSince1970: seconds))
        }
    }

    /// Hands mails over, one after the other, on one connection.
    package func deliver(_ items: [MailMessage]) -> AsyncStream<(MailMessage, Attempt)> {
        AsyncStream { continuation in
            thread.async { [configuration] in
                Self.deliver(items, configuration) { message, failure in
                    continuation.yield((message, Attempt(status: failure?.answer, failure: failure?.description)))
                }
                continuation.finish()
            }
        }
    }

    /// Says what became of a mail.
    package func settle(_ item: MailMessage, _ attempt: Attempt) async throws(PostgresError) {
        _ = try await pool.query(
            "select ops.settle_outbox(\(item.id)::bigint, \(attempt.failure))", under: ["role": "service_role"])
    }

    private static func deliver(
        _ messages: [MailMessage], _ configuration: MailConfiguration,
        then report: (MailMessage, SMTPError?) -> Void
    ) {
        do throws(SMTPError) {
            let session = try SMTPSession.open(configuration)
            for message in messages {
                do throws(SMTPError) {
                    try session.send(message)
                    report(message, nil)
                } catch {
                    report(message, error)
                }
            }
        } catch {
            for message in messages { report(message, error) }
        }
    }
}
