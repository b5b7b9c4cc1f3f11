internal import Postgres

/// What there was after the last run, kept beside the history.
enum CatalogueRecord {
    /// Makes names in definitions come out with their schemas.
    private static let path = "set local search_path = pg_catalog;"

    private static func live(in home: HistoryHome) -> String {
        "live as materialized (\(CatalogueQuery.text(of: home)))"
    }

    private static func drifted(in home: HistoryHome) -> String {
        """
        with \(live(in: home))
        select coalesce(l.type, c.type) as type, coalesce(l.identity, c.identity) as identity,
            c.definition as recorded, l.definition as live
        from live l
        full join \(home.quoted).catalogue c on (c.type, c.identity) = (l.type, l.identity)
        where l.definition is distinct from c.definition
        """
    }

    private static func isCutOff(in home: HistoryHome) -> String {
        "coalesce((select r.finished_at is null from \(home.quoted).runs r order by r.id desc limit 1), false)"
    }

    /// The statements for what isn't as the last run left it, as an array of JSON, `[]` if that isn't known.
    static func exceptions(in home: HistoryHome) -> String {
        """
        begin; \(path)
        select case when \(isCutOff(in: home)) or not exists (select from \(home.quoted).catalogue) then '[]' else (
            select coalesce(json_agg(json_build_object('type', d.type, 'identity', d.identity, 'live', d.live)), '[]')
            from (\(drifted(in: home))) d
        ) end;
        commit;
        """
    }

    /// The statements that write down what there is, in the transaction that is open.
    ///
    /// - Parameter exceptions: What wasn't as the last run left it when this one began. What of it hasn't been touched
    ///   since stays a difference.
    static func update(except exceptions: String, in home: HistoryHome) -> String {
        """
        \(path)
        with \(live(in: home)),
        kept as materialized (
            select k.type, k.identity, k.live
            from json_to_recordset(\(Literal.quoted(exceptions))) as k (type text, identity text, live text)
        ),
        gone as (
            delete from \(home.quoted).catalogue c
            where not exists (select from live l where (l.type, l.identity) = (c.type, c.identity))
                and not exists (
                    select from kept k where (k.type, k.identity) = (c.type, c.identity) and k.live is null
                )
        )
        insert into \(home.quoted).catalogue as c (type, identity, definition)
        select l.type, l.identity, l.definition
        from live l
        where not exists (
            select from kept k where (k.type, k.identity, k.live) = (l.type, l.identity, l.definition)
        )
        on conflict (type, identity) do update set definition = excluded.definition
            where c.definition <> excluded.definition;
        """
    }

    /// What tells an object from others.
    struct Key: Hashable {
        let type: String
        let identity: String
    }

    /// What there is.
    static func snapshot(
        on connection: Connection, of home: HistoryHome
    ) async throws(PostgresError) -> [Key: String] {
        let answers = try await connection.script("begin read only; \(path) \(CatalogueQuery.text(of: home)); rollback")
        let rows = answers[2]
        let objects = (0..<rows.rowCount).map { row in
            (Key(type: rows.text(row, 0) ?? "", identity: rows.text(row, 1) ?? ""), rows.text(row, 2) ?? "")
        }
        return Dictionary(objects) { $1 }
    }

    /// Reads what differs, and whether the last run was cut off; nil where no run has written down what it left.
    static func differences(
        on connection: Connection, in home: HistoryHome
    ) async throws(PostgresError) -> ([Difference], Bool)? {
        let answers = try await connection.script(
            """
            begin read only; \(path)
            select not exists (select from \(home.quoted).catalogue), \(isCutOff(in: home));
            select d.type, d.identity, d.recorded, d.live, o.path
            from (\(drifted(in: home))) d
            left join \(home.quoted).objects o on (o.type, o.identity) = (d.type, d.identity)
            order by d.type collate "C", d.identity collate "C";
            rollback;
            """)
        guard answers[2].text(0, 0) == "f" else { return nil }
        let (isUncertain, rows) = (answers[2].text(0, 1) == "t", answers[3])
        let differences = (0..<rows.rowCount).map { row in
            let (recorded, live) = (rows.text(row, 2), rows.text(row, 3))
            return Difference(
                type: rows.text(row, 0) ?? "", identity: rows.text(row, 1) ?? "",
                state: recorded == nil ? .unexpected : live == nil ? .missing : .changed, path: rows.text(row, 4),
                recorded: recorded, live: live)
        }
        return (differences, isUncertain)
    }
}
