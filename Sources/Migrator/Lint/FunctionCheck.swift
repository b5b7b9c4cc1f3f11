internal import Postgres

/// What the extension plpgsql_check finds in functions and triggers, where it is installed.
struct FunctionCheck {
    let home: HistoryHome

    /// Checks every function of PL/pgSQL, those of triggers once for each table that they are on.
    ///
    /// - Throws: `MigratorError.bookkeeping` when the catalogue can't be read.
    func findings(over connection: Connection) async throws(MigratorError) -> [LintFinding] {
        let functions = try await MigratorError.bookkeeping { () async throws(PostgresError) -> QueryResult? in
            let found = try await connection.query(
                """
                select pg_catalog.format('%I.plpgsql_check_function_tb', n.nspname)
                from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
                where e.extname = 'plpgsql_check'
                """)
            guard found.rowCount > 0, let check = found.text(0, 0) else { return nil }
            return try await connection.script(targets(checkedBy: check)).first
        }
        guard let functions else { return [] }
        var (findings, known) = ([LintFinding](), Set<String>())
        for row in 0..<functions.rowCount {
            let (name, table) = (functions.text(row, 0) ?? "", functions.text(row, 1) ?? "")
            for finding in try await check(name + table, by: functions.text(row, 2) ?? "", over: connection) {
                // What is wrong for every table of a trigger is told for the first.
                let line = finding.object?.dropFirst((name + table).count) ?? ""
                if known.insert("\(name)\(line) \(finding.message)").inserted { findings.append(finding) }
            }
        }
        return findings
    }

    /// The query for functions, and the statement that checks each.
    private func targets(checkedBy check: String) -> String {
        """
        select p.oid::regprocedure::text, coalesce(' on ' || t.tgrelid::regclass, ''),
            \(Literal.quoted("select * from \(check)")) || pg_catalog.format(
                '(%s::oid::regprocedure, %s::oid::regclass, fatal_errors := false%s%s)', p.oid, coalesce(t.tgrelid, 0),
                ', oldtable := ' || pg_catalog.quote_literal(t.tgoldtable),
                ', newtable := ' || pg_catalog.quote_literal(t.tgnewtable))
        from pg_catalog.pg_proc p
        join pg_catalog.pg_language l on l.oid = p.prolang
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        left join lateral (
            select distinct t.tgrelid, t.tgoldtable, t.tgnewtable
            from pg_catalog.pg_trigger t where t.tgfoid = p.oid and not t.tgisinternal
        ) t on true
        where l.lanname = 'plpgsql' and \(home.isAbout)
            and (p.prorettype <> 'pg_catalog.trigger'::regtype or t.tgrelid is not null)
            and p.prorettype <> 'pg_catalog.event_trigger'::regtype
            and not exists (
                select from pg_catalog.pg_depend d
                where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
            )
        order by p.oid::regprocedure::text collate "C", t.tgrelid::regclass::text collate "C"
        """
    }

    private func check(
        _ name: String, by statement: String, over connection: Connection
    ) async throws(MigratorError) -> [LintFinding] {
        let finding = { (object: String, message: String, hint: String?) in
            LintFinding(
                rule: "plpgsql_check", path: nil, line: nil, object: object, message: message,
                hint: hint ?? "mend it, or leave this rule out with --exclude plpgsql_check")
        }
        do throws(PostgresError) {
            guard let rows = try await connection.script(statement).last else { return [] }
            return (0..<rows.rowCount).map { row in
                let line = rows.text(row, "lineno").map { ":\($0)" } ?? ""
                let level = rows.text(row, "level") ?? "error"
                let detail = rows.text(row, "detail").map { " (\($0))" } ?? ""
                return finding(
                    name + line, "\(level): \(rows.text(row, "message") ?? "")\(detail)", rows.text(row, "hint"))
            }
        } catch {
            guard error.connectionIsUsable else { throw .connection(error) }
            if error.state == .queryCancelled { throw .cancelled(path: nil) }
            // A function that can't be checked is one that nobody knows anything about.
            return [finding(name, "it can't be checked: \(error.message)", error.hint)]
        }
    }
}
