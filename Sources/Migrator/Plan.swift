/// What is still to be installed, in order. Pure, so that it can be tested without a database.
struct Plan: Sendable {
    let platform: [SourceFile]
    let migrations: [Migration]
    let code: [SourceFile]
    let seeds: [SourceFile]

    /// Compares the project with what has been installed.
    ///
    /// - Throws: `MigratorError` when applied migrations are no prefix of the files.
    init(_ project: Project, after history: History) throws(MigratorError) {
        let files = Dictionary(uniqueKeysWithValues: project.migrations.map { ($0.version, $0) })
        for applied in history.migrations {
            guard let migration = files[applied.version] else {
                throw .missingMigration(version: applied.version, name: applied.name)
            }
            guard migration.file.checksum == applied.checksum else {
                throw .changedMigration(path: migration.file.path)
            }
        }
        let applied = Set(history.migrations.map(\.version))
        let pending = project.migrations.filter { !applied.contains($0.version) }
        if let newest = history.migrations.last?.version, let late = pending.first(where: { $0.version < newest }) {
            throw .outOfOrder(path: late.file.path, newestApplied: newest)
        }
        let isNew = { (file: SourceFile) in history.files[file.path] != file.checksum }
        platform = project.platform.filter(isNew)
        migrations = pending
        code = project.code.filter(isNew)
        seeds = project.seeds.filter(isNew)
    }

    /// Whether nothing is to be done.
    func isEmpty(withSeeds: Bool) -> Bool {
        platform.isEmpty && migrations.isEmpty && code.isEmpty && (seeds.isEmpty || !withSeeds)
    }
}
