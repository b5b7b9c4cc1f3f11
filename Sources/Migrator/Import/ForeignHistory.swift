internal import Postgres

/// What another tool has applied in a database, as its own history has it.
struct ForeignHistory: Sendable, Hashable {
    /// Versions that were applied.
    var versions: Set<[Int]> = []
    /// The version up to which all were, if that is all that the tool keeps.
    var newest: [Int]?
    /// How many were, from the first on, if that is all that the tool keeps.
    var count: Int?

    /// Whether it has applied a migration.
    ///
    /// - Parameter ordinal: Which one of them it is, from 1.
    func contains(_ version: [Int], ordinal: Int) -> Bool {
        if let newest, !newest.lexicographicallyPrecedes(version) { return true }
        return versions.contains(version) || ordinal <= (count ?? 0)
    }

    /// Reads it.
    ///
    /// - Parameters:
    ///   - tool: Whose it is.
    ///   - table: The history's table, where the tool was told to keep it in another one.
    /// - Throws: `MigratorError.badForeignHistory` where there is none, or where the last run failed.
    static func read(
        of tool: ImportTool, in table: String?, over connection: Connection
    ) async throws(MigratorError) -> ForeignHistory {
        let table = table ?? tool.historyTable
        let answers = try await MigratorError.bookkeeping { () async throws(PostgresError) -> [QueryResult]? in
            let found = try await connection.query("select to_regclass(\(table))")
            guard let name = found.text(0, 0) else { return nil }
            return try await connection.script(tool.historyQuery(of: name))
        }
        guard let rows = answers?.first else {
            throw .badForeignHistory("there is no table \(table) in this database; name it with --history-table")
        }
        var history = ForeignHistory()
        for row in 0..<rows.rowCount {
            try history.take(rows.text(row, 0) ?? "", rows.text(row, 1) ?? "", isSound: rows.text(row, 2) == "t", tool)
        }
        return history
    }

    /// Takes a row: a version, what was done, and whether that went well.
    private mutating func take(
        _ text: String, _ kind: String, isSound: Bool, _ tool: ImportTool
    ) throws(MigratorError) {
        let parts = text.split { $0 == "." || $0 == "_" }.map { Int($0) }
        let version = parts.compactMap { $0 }
        guard !parts.isEmpty, version.count == parts.count else {
            throw .badForeignHistory("'\(text)' in \(tool.historyTable) is no version")
        }
        guard isSound else {
            throw .badForeignHistory("version \(text) failed; mend that with \(tool.rawValue) first")
        }
        switch kind {
        case "applied": versions.insert(version)
        case "reverted": versions.remove(version)
        case "newest": newest = version
        default: count = version[0]
        }
    }
}

extension ImportTool {
    /// Where it keeps its history unless it was told otherwise.
    var historyTable: String {
        switch self {
        case .goose: "goose_db_version"
        case .dbmate, .golangMigrate: "schema_migrations"
        case .tern: "schema_version"
        case .flyway: "flyway_schema_history"
        }
    }

    /// The query for a history: version, what it means, whether it went well; in the order in which it came about.
    ///
    /// Source: goose `internal/dialects/postgres.go`; dbmate `pkg/driver/postgres`; golang-migrate
    /// `database/postgres`; tern `migrate/migrate.go`; Flyway's documentation, "Flyway schema history table".
    fileprivate func historyQuery(of table: String) -> String {
        switch self {
        case .goose:
            """
            select version_id, case when is_applied then 'applied' else 'reverted' end, true
            from \(table) where version_id > 0 order by id
            """
        case .dbmate: "select version, 'applied', true from \(table) order by version"
        case .golangMigrate: "select version, 'newest', not dirty from \(table)"
        case .tern: "select version, 'count', true from \(table)"
        case .flyway:
            """
            select version,
                case when type like '%BASELINE' then 'newest' when type like 'UNDO%' or type = 'DELETE' then 'reverted'
                    else 'applied' end,
                success
            from \(table) where version is not null order by installed_rank
            """
        }
    }
}
