/// A plan whose files have been read, so that what is wrong in the last of them shows before the first is run.
struct Work: Sendable {
    let platform: [Script]
    let migrations: [(Migration, Script)]
    let code: [Script]
    let seeds: [Script]

    /// - Parameter backslashEscapes: As `Lexer` takes it.
    /// - Throws: `MigratorError.badFile`.
    init(_ plan: Plan, variables: Variables, backslashEscapes: Bool) throws(MigratorError) {
        func read(_ file: SourceFile) throws(MigratorError) -> Script {
            do throws(FileError) {
                return try Script(file, variables: variables, backslashEscapes: backslashEscapes)
            } catch {
                throw .badFile(error)
            }
        }
        platform = try plan.platform.map(read)
        migrations = try plan.migrations.map { migration throws(MigratorError) in
            (migration, try read(migration.file))
        }
        code = try plan.code.map(read)
        seeds = try plan.seeds.map(read)
        if let script = code.first(where: \.directives.isOutsideTransaction) {
            throw .badFile(
                FileError("code objects are installed in one transaction", in: script.file, at: 0))
        }
    }

    /// How many files there are.
    var count: Int { platform.count + migrations.count + code.count + seeds.count }
}
