/// Which file made which object, found in the catalogue.
enum Registration {
    /// The statement that writes down what a file has just made, and returns what an earlier version of it made and this
    /// one didn't, as `type` and `identity`.
    ///
    /// An object is a file's if the file says that it makes one of that name, and the object's row was written by the
    /// same subtransaction as the file's row of history.
    static func statement(for script: Script, in home: HistoryHome) -> String {
        let objects = script.statements.compactMap(CodeObject.init)
        let names = { (kind: CodeObject.Kind) in
            let own = objects.filter { $0.kind == kind }.map { Literal.quoted($0.plainName) }
            return "array[\(own.joined(separator: ", "))]::text[]"
        }
        let path = Literal.quoted(script.file.path)
        return """
            with made (type, identity) as materialized (
                select i.type, i.identity
                from \(home.quoted).files f
                cross join lateral (
                    select p.tableoid, p.oid from pg_catalog.pg_proc p
                    where p.proname = any (\(names(.routine))) and p.xmin = f.xmin
                    union all
                    select c.tableoid, c.oid from pg_catalog.pg_class c
                    join pg_catalog.pg_rewrite r on r.ev_class = c.oid
                    where c.relname = any (\(names(.view))) and c.relkind in ('v', 'm') and r.xmin = f.xmin
                ) object (classid, objid)
                cross join lateral pg_catalog.pg_identify_object(object.classid, object.objid, 0) i
                where f.path = \(path)
            ),
            put as (
                insert into \(home.quoted).objects (type, identity, path)
                select type, identity, \(path) from made
                on conflict (type, identity) do update set path = excluded.path
            ),
            gone as (
                delete from \(home.quoted).objects o
                where o.path = \(path) and not exists (
                    select from made m where (m.type, m.identity) = (o.type, o.identity)
                )
                returning o.type, o.identity
            )
            select type, identity from gone
            """
    }

    /// The statement that writes down, for files that were installed before anybody did, what is there under the names
    /// that they make, where that is one object; nil if they make none.
    static func adoption(of scripts: [Script], in home: HistoryHome) -> String? {
        let names = scripts.flatMap { script in
            script.statements.compactMap(CodeObject.init).map { object in
                "(\(Literal.quoted(script.file.path)), \(Literal.quoted(object.name)), \(object.kind == .view))"
            }
        }
        guard !names.isEmpty else { return nil }
        return """
            insert into \(home.quoted).objects (type, identity, path)
            select i.type, i.identity, n.path
            from (values \(names.joined(separator: ", "))) n (path, name, is_view)
            join \(home.quoted).files f on f.path = n.path
            cross join lateral (
                select 'pg_catalog.pg_class'::regclass, pg_catalog.to_regclass(n.name)::oid where n.is_view
                union all
                select 'pg_catalog.pg_proc'::regclass, pg_catalog.to_regproc(n.name)::oid where not n.is_view
            ) o (classid, objid)
            cross join lateral pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
            where o.objid is not null
            on conflict do nothing
            """
    }

    /// The query for objects, as `Dependants` takes it.
    static func targets(_ objects: [(type: String, identity: String)]) -> String {
        let each = objects.map { object in
            let (table, lookUp) =
                object.type.hasSuffix("view") ? ("pg_class", "to_regclass") : ("pg_proc", "to_regprocedure")
            return "('pg_catalog.\(table)'::regclass::oid, "
                + "pg_catalog.\(lookUp)(\(Literal.quoted(object.identity)))::oid)"
        }
        return "select * from (values \(each.joined(separator: ", "))) t (classid, objid) where objid is not null"
    }
}
