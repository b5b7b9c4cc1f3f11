internal import Postgres

extension Execution {
    /// States in which the server refuses to replace an object, or to drop it because of what depends on it.
    private static let refusals: Set<String> = ["42P13", "42P16", "42P07", "42723", "2BP01"]

    /// Whether a file failed because what it makes is there in a form that can't be replaced.
    static func isRefusal(_ error: PostgresError) -> Bool { refusals.contains(error.state.rawValue) }

    /// Installs a code object in the place of one that can't be replaced: drops it with what depends on it, and makes
    /// that again.
    ///
    /// - Parameter waiting: Files that are yet to be installed, which make again what they make by themselves.
    /// - Returns: False when there is nothing there in its place.
    func replace(
        _ script: Script, as role: String?, waiting: [Script]
    ) async throws(MigratorError) -> Bool {
        let bare = options.settings(script.directives, as: nil, isLocal: true).joined()
        let settings = options.settings(script.directives, as: role, isLocal: true).joined()
        // The role knows what the file's names mean, and may not read what is recorded.
        let dependants = try await dependants(
            on: "reset all; \(settings) \(named(by: script)) \(Self.regainRole) \(bare) \(recorded(of: script))",
            for: script)
        guard dependants.objects.contains(where: \.isTarget) else { return false }
        try await drop(dependants, for: script)
        try await self.script("reset all; \(settings)", for: script.file)
        for statement in script.statements {
            try await run(statement)
            guard CodeObject(statement) != nil else { continue }
            // As if it had been replaced: what the file says next about grants and comments comes on top.
            try await self.script(Self.regainRole, for: script.file)
            for target in dependants.objects where target.isTarget {
                try await restoreBelongings(of: target, for: script)
            }
            try await self.script(settings, for: script.file)
        }
        try await self.script(Self.regainRole, for: script.file)
        try await make(dependants, again: script, waiting)
        return true
    }

    /// Drops what an earlier version of the file made and this one doesn't.
    ///
    /// - Parameter gone: Types and identities.
    func dropStale(_ gone: QueryResult, of script: Script, waiting: [Script]) async throws(MigratorError) {
        guard gone.rowCount > 0 else { return }
        let objects = (0..<gone.rowCount).map { (type: gone.text($0, 0) ?? "", identity: gone.text($0, 1) ?? "") }
        let dependants = try await dependants(on: Registration.targets(objects), for: script)
        try await drop(dependants, for: script)
        try await make(dependants, again: script, waiting)
    }

    /// Finds objects and what depends on them.
    ///
    /// - Parameter targets: Statements, some of which return `classid` and `objid`.
    private func dependants(on targets: String, for script: Script) async throws(MigratorError) -> Dependants {
        let found = try await self.script(targets, for: script.file).filter { $0.columnCount == 2 }
        let rows = Set(
            found.flatMap { result in
                (0..<result.rowCount).compactMap { row in
                    result.text(row, 0).flatMap { table in result.text(row, 1).map { "(\(table)::oid, \($0)::oid)" } }
                }
            })
        guard !rows.isEmpty else { return Dependants() }
        // With nothing else in the path, definitions name the schema of whatever they speak of.
        let answers = try await self.script(
            "set local search_path = pg_catalog; "
                + Dependants.query(on: "select * from (values \(rows.joined(separator: ", "))) t (classid, objid)"),
            for: script.file)
        return answers.last.map(Dependants.init) ?? Dependants()
    }

    private func drop(_ dependants: Dependants, for script: Script) async throws(MigratorError) {
        for object in dependants.objects.reversed() {
            progress(.dropping(path: script.file.path, object: "\(object.type) \(object.identity)"))
            try await self.script(object.drop, for: script.file)
        }
    }

    private func make(
        _ dependants: Dependants, again script: Script, _ waiting: [Script]
    ) async throws(MigratorError) {
        for object in dependants.objects where !object.isTarget {
            do throws(MigratorError) {
                try await self.script("savepoint dependant", for: script.file)
                for statement in object.definition + object.belongings {
                    try await self.script(statement, for: script.file)
                }
                try await self.script("release savepoint dependant", for: script.file)
            } catch .failed(let file, var error) {
                try await self.script("rollback to savepoint dependant", for: script.file)
                // Its own file makes it, as it says now.
                if waiting.contains(where: { $0.makes(object) }) { continue }
                error.position = nil
                error.context = "making \(object.type) \(object.identity) again, which depends on what has changed"
                throw .failed(file: file, error)
            }
        }
    }

    /// Gives a target its owner, grants and comments back, if it is there again.
    private func restoreBelongings(of target: Dependants.Object, for script: Script) async throws(MigratorError) {
        let lookUp = target.type.hasSuffix("view") ? "to_regclass" : "to_regprocedure"
        let found = try await self.script(
            "select pg_catalog.\(lookUp)(\(Literal.quoted(target.identity))) is not null", for: script.file)
        guard found.first?.text(0, 0) == "t" else { return }
        for statement in target.belongings { try await self.script(statement, for: script.file) }
    }

    /// The query for what is there by the names of what a file makes; nothing where it makes nothing.
    private func named(by script: Script) -> String {
        let objects = script.statements.compactMap(CodeObject.init).map { object in
            switch object.kind {
            case .view:
                """
                select 'pg_catalog.pg_class'::regclass::oid, pg_catalog.to_regclass(\(Literal.quoted(object.name)))::oid
                """
            case .routine:
                """
                select 'pg_catalog.pg_proc'::regclass::oid, pg_catalog.to_regproc(\(Literal.quoted(object.name)))::oid
                """
            }
        }
        guard !objects.isEmpty else { return "" }
        return "select * from (\(objects.joined(separator: " union "))) t (classid, objid) where objid is not null;"
    }

    /// The query for what is there of what an earlier version of a file made.
    private func recorded(of script: Script) -> String {
        """
        select * from (
            select case when o.type like '%view' then 'pg_catalog.pg_class'::regclass::oid
                else 'pg_catalog.pg_proc'::regclass::oid end,
                case when o.type like '%view' then pg_catalog.to_regclass(o.identity)::oid
                else pg_catalog.to_regprocedure(o.identity)::oid end
            from \(home.quoted).objects o where o.path = \(Literal.quoted(script.file.path))
        ) t (classid, objid)
        where objid is not null;
        """
    }
}

extension Script {
    /// Whether the file makes an object of this name.
    fileprivate func makes(_ object: Dependants.Object) -> Bool {
        guard ["view", "materialized view", "function", "procedure"].contains(object.type) else { return false }
        let names = Set(statements.compactMap(CodeObject.init).map(\.plainName))
        let text = Array(object.identity.prefix { $0 != "(" }.utf8)
        let words = Lexer.tokens(of: text).filter { $0.kind == .word || $0.kind == .quotedName }
            .map { String(decoding: text[$0.range], as: UTF8.self).replacing("\"", with: "") }
        return words.last.map(names.contains) ?? false
    }
}
