internal import Postgres

extension Runner {
    /// What the database has of the project. Needs no right but to read the history.
    ///
    /// - Throws: `MigratorError`, also when applied migrations and files disagree.
    public func status() async throws(MigratorError) -> [Status] {
        let history = try await readHistory()
        _ = try Plan(project, after: history, options: options).checked()
        let applied = Set(history.migrations.map(\.version))
        let files = { (files: [SourceFile]) in
            files.map { file in
                Status(
                    path: file.path,
                    state: history.files[file.path].map { $0 == file.checksum ? .installed : .changed } ?? .pending)
            }
        }
        let migrations = project.migrations.map { migration in
            let path = migration.file.path
            let state: Status.State =
                applied.contains(migration.version) ? .installed : history.unfinished[path] == nil ? .pending : .partly
            return Status(path: path, state: state)
        }
        return files(project.platform) + migrations + files(project.code)
            + (options.seeds ? files(project.seeds) : [])
    }

    /// Reads the history, and nothing else.
    func readHistory() async throws(MigratorError) -> History {
        try await connected { connection throws(MigratorError) in
            try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await History.read(from: connection)
            }
        }
    }
}
