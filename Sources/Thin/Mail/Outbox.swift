internal import Foundation
internal import Postgres

/// The mails that the database keeps until they are sent.
struct Outbox: Sendable {
    let pool: ConnectionPool

    /// Takes mails that are due, for five minutes.
    func claim(_ limit: Int) async throws(PostgresError) -> [MailMessage] {
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

    /// Says what became of a mail.
    ///
    /// - Parameter failure: Why it wasn't taken, so that it is tried again; nil when it was.
    func settle(_ id: Int64, failure: String?) async throws(PostgresError) {
        _ = try await pool.query(
            "select ops.settle_outbox(\(id)::bigint, \(failure))", under: ["role": "service_role"])
    }
}
