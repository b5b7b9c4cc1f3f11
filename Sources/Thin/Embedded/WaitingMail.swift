internal import Foundation
internal import Postgres

/// A mail that `thin dev` has kept and not sent.
public struct WaitingMail: Codable, Sendable {
    public let id: Int64
    public let kind: String
    public let recipient: String
    public let subject: String
    public let body: String
    /// When it was written, as PostgreSQL writes times.
    public let createdAt: String

    enum CodingKeys: String, CodingKey {
        case id, kind, recipient, subject, body
        case createdAt = "created_at"
    }

    /// The mails of a private cluster that runs, the oldest first.
    ///
    /// - Parameter dataDirectory: As given to `thin dev`.
    /// - Throws: `EmbeddedError.notRunning`, or what the database answers.
    public static func all(in dataDirectory: String) async throws -> [WaitingMail] {
        let target = ConnectionTarget(
            conninfo: try await EmbeddedCluster.conninfoOfRunning(in: dataDirectory), applicationName: "thin dev mail",
            connectTimeout: ThinService.connectTimeout)
        let connection = try await Connection.connect(to: target)
        let result = try await connection.query(
            """
            select coalesce(json_agg(w order by w.id), '[]')
            from (
                select o.id, o.kind, o.recipient, o.subject, o.body, o.created_at
                from ops.outbox o
                where o.sent_at is null and o.failed_at is null
            ) w
            """)
        await connection.close()
        return try JSONDecoder().decode([WaitingMail].self, from: Data((result.text(0, 0) ?? "[]").utf8))
    }
}

extension EmbeddedCluster {
    /// How the superuser reaches a cluster that somebody else has started.
    fileprivate static func conninfoOfRunning(in path: String) async throws -> String {
        let files = FileManager.default
        guard files.fileExists(atPath: "\(path)/secrets.json") else { throw EmbeddedError.notRunning(directory: path) }
        let layout = try await ClusterLayout.prepare(path)
        // The fourth line is the port. Source: PostgreSQL's pidfile.h.
        let lines = files.contents(atPath: "\(layout.data)/postmaster.pid").map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        }
        guard let lines, lines.count > 3, let port = Int(lines[3]) else {
            throw EmbeddedError.notRunning(directory: path)
        }
        let secrets = try Secrets.kept(at: layout.secrets)
        return "host=\(layout.sockets) port=\(port) user=postgres password=\(secrets.superuserPassword) "
            + "dbname=\(database)"
    }
}
