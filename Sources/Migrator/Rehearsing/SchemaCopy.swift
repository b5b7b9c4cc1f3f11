internal import Postgres

/// Makes a database's schema again in another one, with the migrator's own history.
struct SchemaCopy: Sendable {
    let source: ConnectionTarget
    let sourceConninfo: String
    let home: HistoryHome

    /// Runs `pg_dump`, and what it writes.
    ///
    /// - Throws: `MigratorError.program` when `pg_dump` fails; `.noScratch` when its statements do, such as for want of
    ///   rights.
    func write(into target: ConnectionTarget) async throws(MigratorError) {
        let dump = SchemaDump(of: source, conninfo: sourceConninfo)
        let (version, hasPublic) = try await look()
        var texts = [try await dump.run(["--schema-only", "--no-subscriptions"])]
        if version > 0 {
            texts.append(
                try await dump.run(["--data-only", "--rows-per-insert=500", "--schema=\(home.quoted)"]))
        }
        let connection = try await MigratorError.connecting(to: target)
        do throws(MigratorError) {
            if !hasPublic { try await run("drop schema public", on: connection) }
            for text in texts {
                let bytes = Array(text.utf8)
                // Other pieces are comments, and psql's commands that keep it from running any.
                for piece in Splitter.pieces(of: bytes) where piece.kind == .statement {
                    try await run(String(decoding: bytes[piece.core], as: UTF8.self), on: connection)
                }
            }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// The history's version, and whether there is a schema `public`, as every new database has it.
    private func look() async throws(MigratorError) -> (Int, Bool) {
        let connection = try await MigratorError.connecting(to: source)
        let outcome = await Result { () async throws(PostgresError) in
            (
                try await HistorySchema.version(on: connection, in: home),
                try await connection.query("select from pg_catalog.pg_namespace where nspname = 'public'").rowCount > 0
            )
        }
        await connection.close()
        return try await MigratorError.bookkeeping { () async throws(PostgresError) in try outcome.get() }
    }

    private func run(_ statement: String, on connection: Connection) async throws(MigratorError) {
        do throws(PostgresError) {
            _ = try await connection.script(statement)
        } catch {
            if error.state == .queryCancelled { throw .cancelled(path: nil) }
            guard error.connectionIsUsable else { throw .connection(error) }
            throw .noScratch(
                "the database to rehearse in can't be made like this one: \(error.message) in: "
                    + Redaction.line(of: statement))
        }
    }
}
