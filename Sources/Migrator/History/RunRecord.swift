internal import Postgres

/// A run's row of history.
struct RunRecord: Sendable {
    let connection: Connection
    let verb: String
    let home: HistoryHome

    /// Writes the row, with a restore point where the role may create one.
    ///
    /// - Returns: Its number.
    func begin() async throws(MigratorError) -> String {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            let run =
                try await connection.query(
                    """
                    insert into \(identifier: home.identifier).runs (verb, started_lsn)
                    values (\(verb), pg_catalog.pg_current_wal_lsn())
                    returning id
                    """
                ).text(0, 0) ?? ""
            let may = try await connection.query(
                """
                select pg_catalog.has_function_privilege('pg_catalog.pg_create_restore_point(text)', 'execute')
                    and pg_catalog.current_setting('wal_level') <> 'minimal'
                """)
            guard may.text(0, 0) == "t" else { return run }
            _ = try await connection.query(
                """
                update \(identifier: home.identifier).runs r
                set restore_point = p.name, started_lsn = pg_catalog.pg_create_restore_point(p.name)
                from (select pg_catalog.left('migrator_' || \(run) || '_' || pg_catalog.current_database(), 63)) p (name)
                where r.id = \(run)::bigint
                """)
            return run
        }
    }

    /// What isn't as the last run left it, as `CatalogueRecord` takes it.
    func exceptions() async throws(MigratorError) -> String {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await connection.script(CatalogueRecord.exceptions(in: home)).first { $0.columnCount == 1 }?.text(0, 0)
                ?? "[]"
        }
    }

    /// Completes it and writes down what there is, even if the task is cancelled. Its loss is no reason to fail what
    /// went well: a run that never ended shows.
    func end(_ run: String, files: Int?, failure: String?, exceptions: String) async {
        let (connection, home) = (connection, home)
        await Task {
            _ = try? await connection.script(
                """
                \(Execution.regainRole) reset all; begin;
                update \(home.quoted).runs
                set finished_at = now(), files = \(files ?? 0), failure = \(Literal.quoted(failure))
                where id = \(run);
                \(CatalogueRecord.update(except: exceptions, in: home)) commit
                """)
        }.value
    }
}
