internal import Postgres

/// Makes a database's schema again in another one, with the migrator's own history.
struct SchemaCopy: Sendable {
    let source: ConnectionTarget
    let sourceConninfo: String
    let home: HistoryHome
    /// Whether it is made on another server, which has tablespaces of its own.
    let isElsewhere: Bool

    /// Runs `pg_dump`, and what it writes.
    ///
    /// - Throws: `MigratorError.program` when `pg_dump` fails; `.noScratch` when its statements do, such as for want of
    ///   rights.
    func write(into target: ConnectionTarget) async throws(MigratorError) {
        let dump = SchemaDump(of: source, conninfo: sourceConninfo)
        let (version, hasPublic, views) = try await look()
        let place = isElsewhere ? ["--no-tablespaces"] : []
        var texts = [try await dump.run(["--schema-only", "--no-subscriptions"] + place)]
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
            // What is in them here is something there, if only no row. Where that can't be, who needs it will say so.
            for view in views {
                _ = try? await connection.script("reset all; refresh materialized view \(view)")
            }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// The history's version, whether there is a schema `public`, as every new database has it, and materialized views
    /// that can be read, in the order in which they were made.
    private func look() async throws(MigratorError) -> (version: Int, hasPublic: Bool, views: [String]) {
        let connection = try await MigratorError.connecting(to: source)
        let outcome = await Result { () async throws(PostgresError) in
            let views = try await connection.query(
                """
                select pg_catalog.format('%I.%I', n.nspname, c.relname)
                from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where c.relkind = 'm' and c.relispopulated order by c.oid
                """)
            return (
                version: try await HistorySchema.version(on: connection, in: home),
                hasPublic: try await connection.query("select from pg_catalog.pg_namespace where nspname = 'public'")
                    .rowCount > 0,
                views: (0..<views.rowCount).compactMap { views.text($0, 0) }
            )
        }
        await connection.close()
        return try await MigratorError.bookkeeping { () async throws(PostgresError) in try outcome.get() }
    }

    private func run(_ statement: String, on connection: Connection) async throws(MigratorError) {
        do throws(PostgresError) {
            _ = try await connection.script(statement)
        } catch {
            throw .scratch(error) {
                "the database to rehearse in can't be made like this one: \($0) in: \(Redaction.line(of: statement))"
            }
        }
    }
}
