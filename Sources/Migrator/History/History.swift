internal import Postgres

/// What has been installed, kept in the database itself.
struct History: Sendable {
    /// A migration that was applied.
    struct Applied: Sendable {
        let version: String
        let name: String
        let checksum: String
        /// Checksum without comments and spaces, if it is known.
        let meaning: String?
    }

    /// Applied migrations in the order of their versions.
    var migrations: [Applied] = []
    /// Checksums of installed files of `platform/`, `code/` and `seeds/`, by path.
    var files: [String: String] = [:]
    /// Files outside a transaction that were begun and not finished, and how many of their statements are done.
    var unfinished: [String: Int] = [:]

    /// Reads it, whatever version its tables are of; empty where nothing has been installed yet.
    static func read(from connection: Connection) async throws(PostgresError) -> History {
        let version = try await HistorySchema.version(on: connection)
        var history = History()
        guard version > 0 else { return history }
        let results = try await connection.pipeline(
            [
                """
                select m.version, m.name, m.checksum, to_jsonb(m) ->> 'meaning'
                from migrator.migrations m order by m.version
                """,
                "select path, checksum from migrator.files",
            ] + (version > 1 ? [Self.unfinishedFiles] : []))
        let (applied, files) = (results[0], results[1])
        history.migrations = (0..<applied.rowCount).map { row in
            Applied(
                version: applied.text(row, 0) ?? "", name: applied.text(row, 1) ?? "",
                checksum: applied.text(row, 2) ?? "", meaning: applied.text(row, 3))
        }
        for row in 0..<files.rowCount { history.files[files.text(row, 0) ?? ""] = files.text(row, 1) }
        for row in 0..<(results.count > 2 ? results[2].rowCount : 0) {
            history.unfinished[results[2].text(row, 0) ?? ""] = Int(results[2].text(row, 1) ?? "")
        }
        return history
    }

    private static let unfinishedFiles: Query = """
        select path, count(*) filter (where state = 'done') from migrator.journal group by path
        """

    /// The statement that records an applied migration.
    static func record(_ migration: Migration, took duration: Duration, after lsn: String?, in run: String?) -> String {
        """
        insert into migrator.migrations (version, name, checksum, meaning, duration_ms, before_lsn, run_id)
        values (\(Literal.quoted(migration.version)), \(Literal.quoted(migration.name)),
            \(Literal.quoted(migration.file.checksum)), \(Literal.quoted(migration.file.meaning)),
            \(duration.milliseconds), \(Literal.quoted(lsn)), \(Literal.quoted(run)))
        """
    }

    /// The statements that record that a migration was taken back. What `code/` made may have gone with it, so the
    /// next run installs all of that again.
    static func forget(_ version: String) -> String {
        """
        delete from migrator.migrations where version = \(Literal.quoted(version));
        delete from migrator.files where path like 'code/%'
        """
    }

    /// The statement that records an installed file.
    static func record(_ file: SourceFile) -> String {
        """
        insert into migrator.files (path, checksum)
        values (\(Literal.quoted(file.path)), \(Literal.quoted(file.checksum)))
        on conflict (path) do update
        set checksum = excluded.checksum, installed_at = now(), installed_by = session_user
        """
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
