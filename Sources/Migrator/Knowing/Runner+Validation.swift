internal import Postgres

extension Runner {
    /// Reads every file that could be run, and compares them with the history. Needs no right but to read that.
    ///
    /// - Throws: `MigratorError` only when it can't look.
    public func validate() async throws(MigratorError) -> Validation {
        try await connected { connection throws(MigratorError) in
            let (history, reading) = try await historyAndReading(over: connection)
            let plan = Plan(project, after: history, options: options)
            var problems = plan.problems
            let runnable = plan.platform + plan.migrations.map(\.file) + plan.code + project.seeds
            for file in runnable + project.reverts.values.sorted(by: { $0.path < $1.path }) {
                if let problem = Self.problem(of: file, reading) { problems.append(problem) }
            }
            for file in project.checks.values.sorted(by: { $0.path < $1.path }) {
                if let problem = Self.problem(of: file, reading, isRolledBack: true) { problems.append(problem) }
            }
            return Validation(warnings: plan.warnings, problems: problems)
        }
    }

    private static func problem(
        of file: SourceFile, _ reading: ScriptReading, isRolledBack: Bool = false
    ) -> MigratorError? {
        do throws(MigratorError) {
            _ = try reading.read(file, isRolledBack: isRolledBack)
            return nil
        } catch {
            return error
        }
    }
}
