internal import Postgres

/// A proof of what is in a restored database.
public struct LedgerProof: Codable, Sendable {
    /// The database.
    public let database: String
    /// The function that proves.
    public let name: String
    /// How many violations it found.
    public let violations: Int

    /// What there is to prove in a database on which Thin's SQL is installed.
    static let functions = ["credits.verify", "usage.verify", "ai.verify", "audit.verify"]

    /// Proves every database that has something to prove.
    ///
    /// - Throws: `PostgresError`.
    static func all(on server: RecoveringServer, _ tell: (String) -> Void) async throws -> [LedgerProof] {
        let databases = try await asking(server, "postgres") { connection throws(PostgresError) in
            let rows = try await connection.query(
                "select d.datname from pg_catalog.pg_database d where d.datallowconn and not d.datistemplate order by 1"
            )
            return (0..<rows.rowCount).compactMap { rows.text($0, 0) }
        }
        var proofs: [LedgerProof] = []
        for database in databases {
            proofs += try await asking(server, database) { connection throws(PostgresError) in
                try await proving(database, on: connection, tell)
            }
        }
        return proofs
    }

    private static func proving(
        _ database: String, on connection: Connection, _ tell: (String) -> Void
    ) async throws(PostgresError) -> [LedgerProof] {
        var proofs: [LedgerProof] = []
        for function in functions {
            let known = try await connection.query(
                "select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regproc(\(function))")
            guard known.rowCount == 1 else { continue }
            tell("\(function) in \(database)")
            let rows = try await connection.query(Query(stringLiteral: "select count(*) from \(function)()"))
            proofs.append(
                LedgerProof(database: database, name: function, violations: Int(rows.text(0, 0) ?? "") ?? -1))
        }
        return proofs
    }

    private static func asking<Answer: Sendable>(
        _ server: RecoveringServer, _ database: String, _ body: (Connection) async throws(PostgresError) -> Answer
    ) async throws -> Answer {
        let connection = try await Connection.connect(to: server.target(database: database))
        let answer = await Result { () async throws(PostgresError) in try await body(connection) }
        await connection.close()
        return try answer.get()
    }
}
