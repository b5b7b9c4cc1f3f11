/// A plan whose files have been read, so that what is wrong in the last of them shows before the first is run.
struct Work: Sendable {
    let platform: [Script]
    let migrations: [(Migration, Script)]
    let code: [Script]
    let seeds: [Script]
    /// Files of `code/` that are gone and whose objects are to be dropped.
    let pruned: [String]

    /// - Throws: `MigratorError.badFile`.
    init(_ plan: Plan, _ reading: ScriptReading) throws(MigratorError) {
        let read = { (file: SourceFile) throws(MigratorError) in try reading.read(file) }
        platform = try plan.platform.map(read)
        migrations = try plan.migrations.map { migration throws(MigratorError) in
            (migration, try reading.read(migration.file))
        }
        code = try plan.code.map(read)
        seeds = try plan.seeds.map(read)
        pruned = plan.pruned
        if let script = code.first(where: \.directives.isOutsideTransaction) {
            throw .badFile(
                FileError("code objects are installed in one transaction", in: script.file, at: 0))
        }
    }

    /// How many files there are.
    var count: Int { platform.count + migrations.count + code.count + seeds.count + pruned.count }
}
