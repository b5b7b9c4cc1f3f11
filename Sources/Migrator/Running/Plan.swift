/// What is still to be installed, in order. Pure, so that it can be tested without a database.
struct Plan: Sendable {
    var platform: [SourceFile]
    var migrations: [Migration]
    var code: [SourceFile]
    var seeds: [SourceFile]
    /// Installed files of `code/` that are gone, sorted.
    let gone: [String]
    /// Those of them whose objects are to be dropped.
    var pruned: [String] = []
    /// What is worth knowing and keeps nothing from running.
    private(set) var warnings: [String] = []
    /// What keeps it from running.
    private(set) var problems: [MigratorError] = []

    /// Compares the project with what has been installed.
    init(_ project: Project, after history: History, options: Runner.Options = .init()) {
        let applied = Set(history.migrations.map(\.version))
        let isNew = { (file: SourceFile) in history.files[file.path] != file.checksum }
        platform = project.platform.filter(isNew)
        migrations = project.migrations.filter { !applied.contains($0.version) }
        code = project.code.filter(isNew)
        seeds = options.seeds ? project.seeds.filter(isNew) : []
        gone = history.goneCode(of: project)
        compare(project, with: history, options)
        if options.prunes {
            pruned = gone
        } else {
            warnings += gone.map { "\($0) is gone; what it made stays until 'migrator up --prune'" }
        }
        if let target = options.target { stop(at: target, project) }
    }

    /// Everything in the order in which it is installed.
    var files: [SourceFile] { platform + migrations.map(\.file) + code + seeds }

    /// - Throws: The first problem.
    func checked() throws(MigratorError) -> Plan {
        if let problem = problems.first { throw problem }
        return self
    }

    private mutating func compare(_ project: Project, with history: History, _ options: Runner.Options) {
        let files = Dictionary(project.migrations.map { ($0.version, $0) }) { $1 }
        let newestFile = project.migrations.last?.version ?? ""
        for applied in history.migrations {
            guard let migration = files[applied.version] else {
                if options.allowsUnknown, applied.version > newestFile { continue }
                problems.append(.missingMigration(version: applied.version, name: applied.name))
                continue
            }
            if migration.name != applied.name {
                problems.append(.renamedMigration(path: migration.file.path, appliedAs: applied.name))
            }
            guard migration.file.checksum != applied.checksum else { continue }
            if let meaning = applied.meaning, meaning == migration.file.meaning {
                warnings.append("\(migration.file.path): comments or spaces have changed since it was applied")
            } else {
                problems.append(.changedMigration(path: migration.file.path))
            }
        }
        guard let newest = history.migrations.last?.version, !options.allowsOutOfOrder else { return }
        for late in migrations where late.version < newest {
            do throws(FileError) {
                if try Directives(of: late.file).allowsOutOfOrder { continue }
                problems.append(.outOfOrder(path: late.file.path, newestApplied: newest))
            } catch {
                problems.append(.badFile(error))
            }
        }
    }

    /// Later migrations stay for later, and so does what may need them.
    private mutating func stop(at target: String, _ project: Project) {
        guard let last = project.migrations.last, project.migrations.contains(where: { $0.version == target }) else {
            problems.append(.unknownVersion(target))
            return
        }
        guard target != last.version else { return }
        migrations = migrations.filter { $0.version <= target }
        (code, seeds, pruned) = ([], [], [])
    }
}
