internal import Postgres

extension Runner {
    /// What `up` would run, and changes nothing. Needs no right but to read the history.
    ///
    /// The order of code objects is found by trying, so here they stand as their names and `requires` have it.
    ///
    /// - Throws: `MigratorError` for whatever would keep `up` from running.
    public func plan() async throws(MigratorError) -> [PlannedFile] {
        try await connected { connection throws(MigratorError) in
            let (history, reading) = try await historyAndReading(over: connection)
            let plan = try Plan(project, after: history, options: options).checked()
            for warning in plan.warnings { progress(.warning(warning)) }
            let work = try Work(plan, reading)
            return work.platform.map { planned($0, as: nil) }
                + work.migrations.map { planned($0.1, as: options.role) }
                + shared(work.code)
                + work.seeds.map { planned($0, as: options.role) }
        }
    }

    private func planned(_ script: Script, as role: String?) -> PlannedFile {
        let isOutside = script.directives.isOutsideTransaction
        let settings = options.settings(script.directives, as: role, isLocal: !isOutside)
        let lines =
            isOutside ? settings + script.lines : ["begin;"] + settings + script.lines + ["commit;"]
        return PlannedFile(
            path: script.file.path, transaction: isOutside ? .none : .own, sql: lines.joined(separator: "\n"))
    }

    private func shared(_ scripts: [Script]) -> [PlannedFile] {
        scripts.enumerated().map { index, script in
            var lines = options.settings(script.directives, as: options.role, isLocal: true) + script.lines
            if index == 0 { lines.insert("begin;", at: 0) }
            if index == scripts.count - 1 { lines.append("commit;") }
            return PlannedFile(path: script.file.path, transaction: .shared, sql: lines.joined(separator: "\n"))
        }
    }
}

extension Script {
    fileprivate var lines: [String] { statements.map(\.asLine) }
}

extension Statement {
    /// As psql takes it.
    fileprivate var asLine: String {
        guard let rows else { return text + ";" }
        let data = String(decoding: rows, as: UTF8.self)
        return "\(text);\n\(data)\(data.isEmpty || data.hasSuffix("\n") ? "" : "\n")\\."
    }
}
