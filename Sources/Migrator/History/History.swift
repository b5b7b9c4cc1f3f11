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
        /// Whether Supabase's tool has it too, or had it when both were last compared.
        let isShared: Bool
    }

    /// Applied migrations in the order of their versions.
    var migrations: [Applied] = []
    /// Checksums of installed files of `platform/`, `code/` and `seeds/`, by path; empty where a migration that was
    /// taken back may have taken along what the file made.
    var files: [String: String] = [:]
    /// Files outside a transaction that were begun and not finished, and how many of their statements are done.
    var unfinished: [String: Int] = [:]

    /// Installed files of `code/` that the project doesn't have any more, sorted.
    func goneCode(of project: Project) -> [String] {
        let there = Set(project.code.map(\.path))
        return files.keys.filter { $0.hasPrefix("code/") && !there.contains($0) }.sorted()
    }

    /// Reads it, whatever version its tables are of; empty where nothing has been installed yet.
    ///
    /// - Parameter known: The tables' version, where somebody has asked for it already.
    static func read(
        from connection: Connection, in home: HistoryHome, of known: Int? = nil
    ) async throws(PostgresError) -> History {
        var version = known ?? 0
        if known == nil {
            if let look = try await FirstLook.take(on: connection, in: home) { return look.history }
            version = try await HistorySchema.version(on: connection, in: home)
        }
        guard version > 0 else { return History() }
        let queries = queries(in: home).prefix(version > 1 ? 3 : 2)
        return History(try await connection.script(queries.joined(separator: ";\n"))[...])
    }

    /// The queries that read it; the last one for tables of no older version than 2.
    static func queries(in home: HistoryHome) -> [String] {
        [
            """
            select m.version, m.name, m.checksum, j.row ->> 'meaning', j.row ->> 'is_shared'
            from \(home.quoted).migrations m
            cross join lateral to_jsonb(m) j (row) order by m.version
            """,
            "select path, checksum from \(home.quoted).files",
            """
            select path, count(*) filter (where state = 'done')
            from \(home.quoted).journal group by path
            """,
        ]
    }

    /// One in which nothing is installed.
    init() {}

    /// Takes the queries' results.
    init(_ results: ArraySlice<QueryResult>) {
        let results = Array(results)
        let (applied, files) = (results[0], results[1])
        migrations = (0..<applied.rowCount).map { row in
            Applied(
                version: applied.text(row, 0) ?? "", name: applied.text(row, 1) ?? "",
                checksum: applied.text(row, 2) ?? "", meaning: applied.text(row, 3),
                isShared: applied.text(row, 4) == "true")
        }
        for row in 0..<files.rowCount { self.files[files.text(row, 0) ?? ""] = files.text(row, 1) }
        guard results.count > 2 else { return }
        for row in 0..<results[2].rowCount {
            unfinished[results[2].text(row, 0) ?? ""] = Int(results[2].text(row, 1) ?? "")
        }
    }

    /// The statement that records an applied migration.
    static func record(
        _ migration: Migration, took duration: Duration, after lsn: String?, by run: String?, in home: HistoryHome
    ) -> String {
        """
        insert into \(home.quoted).migrations (version, name, checksum, meaning, duration_ms, before_lsn, run_id)
        values (\(Literal.quoted(migration.version)), \(Literal.quoted(migration.name)),
            \(Literal.quoted(migration.file.checksum)), \(Literal.quoted(migration.file.meaning)),
            \(duration.milliseconds), \(Literal.quoted(lsn)), \(Literal.quoted(run)))
        """
    }

    /// The statements that record that a migration was taken back. What `code/` made may have gone with it, so the
    /// next run installs all of that again.
    static func forget(_ version: String, in home: HistoryHome) -> String {
        """
        delete from \(home.quoted).migrations where version = \(Literal.quoted(version));
        \(forgetCode(in: home))
        """
    }

    /// The statement by which the next run installs all of `code/` again.
    static func forgetCode(in home: HistoryHome) -> String {
        "update \(home.quoted).files set checksum = '' where path like 'code/%'"
    }

    /// The statement that records an installed file.
    static func record(_ file: SourceFile, in home: HistoryHome) -> String {
        """
        insert into \(home.quoted).files (path, checksum)
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
