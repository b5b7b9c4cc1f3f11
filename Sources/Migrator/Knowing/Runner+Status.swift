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
                let state: Status.State =
                    switch history.files[file.path] {
                    case nil, "": .pending
                    case file.checksum: .installed
                    default: .changed
                    }
                return Status(path: file.path, state: state)
            }
        }
        let migrations = project.migrations.map { migration in
            let path = migration.file.path
            let state: Status.State =
                applied.contains(migration.version) ? .installed : history.unfinished[path] == nil ? .pending : .partly
            return Status(path: path, state: state)
        }
        return files(project.platform) + migrations + files(project.code)
            + history.goneCode(of: project).map { Status(path: $0, state: .gone) }
            + (options.seeds ? files(project.seeds) : [])
    }

    /// Reads the history, and nothing else.
    func readHistory() async throws(MigratorError) -> History {
        try await connected { connection throws(MigratorError) in
            try await history(over: connection)
        }
    }
}
