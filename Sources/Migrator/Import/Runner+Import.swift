public import Postgres

extension Runner {
    /// Writes another tool's folder as a project, and takes for applied there what the tool has applied in a database.
    ///
    /// Its history is read first: nothing is written where it can't be.
    ///
    /// - Parameters:
    ///   - source: The other tool's folder.
    ///   - tool: Whose it is.
    ///   - folder: Path of the folder that holds `migrations/`, or will.
    ///   - target: The database.
    ///   - table: The tool's history, where it isn't in the usual table.
    /// - Returns: The files, and how many migrations are taken for applied.
    /// - Throws: `MigratorError.badImport`; `.unwritableFile`; `.badForeignHistory`; `.historyNotEmpty`.
    public static func importing(
        _ source: String, of tool: ImportTool, into folder: String, baseliningIn target: ConnectionTarget,
        options: Options, historyTable table: String? = nil
    ) async throws(MigratorError) -> (files: [Project.Imported], applied: Int) {
        let connection = try await MigratorError.connecting(to: target)
        let outcome = await Result { () async throws(MigratorError) in
            (
                theirs: try await ForeignHistory.read(of: tool, in: table, over: connection),
                ours: try await MigratorError.bookkeeping { () async throws(PostgresError) in
                    try await History.read(from: connection, in: options.home)
                }
            )
        }
        await connection.close()
        let found = try outcome.get()
        if let newest = found.ours.migrations.last { throw .historyNotEmpty(newestApplied: newest.version) }
        let files = try Project.importing(source, of: tool, into: folder)
        let numbered = files.filter { $0.version != nil }
        let known = Set(numbered.map(\.theirs))
        if let missing = found.theirs.versions.filter({ !known.contains($0) }).min(by: {
            $0.lexicographicallyPrecedes($1)
        }) {
            let version = missing.map(String.init).joined(separator: ".")
            throw .badForeignHistory("version \(version) is applied there and has no file")
        }
        let applied = Set(
            numbered.enumerated().filter { found.theirs.contains($1.theirs, ordinal: $0 + 1) }
                .compactMap { $1.version })
        let project = try Project(folder: folder)
        let count = try await Runner(project, into: target, options: options)
            .baseline(of: project.migrations.filter { applied.contains($0.version) })
        return (files, count)
    }
}
