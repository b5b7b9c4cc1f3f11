internal import Foundation
internal import Postgres

/// What depends on code objects, and how it is dropped and made again.
struct Dependants {
    /// An object that has to go for a while.
    struct Object {
        let type: String
        let identity: String
        /// The statement that drops it.
        let drop: String
        /// Statements that make it again.
        let definition: [String]
        /// Statements that give it the owner, grants and comments that it had.
        let belongings: [String]
        /// Whether it is one of those that were asked about.
        let isTarget: Bool
    }

    /// All of them, those first that others depend on.
    let objects: [Object]

    /// None.
    init() {
        objects = []
    }

    /// Takes the query's answer.
    init(_ answer: QueryResult) {
        objects = (0..<answer.rowCount).map { row in
            Object(
                type: answer.text(row, 0) ?? "", identity: answer.text(row, 1) ?? "", drop: answer.text(row, 2) ?? "",
                definition: Self.texts(answer.text(row, 3)), belongings: Self.texts(answer.text(row, 4)),
                isTarget: answer.text(row, 5) == "t")
        }
    }

    private static func texts(_ json: String?) -> [String] {
        guard let json else { return [] }
        return (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
    }

    /// The query for what depends on objects, those first that others depend on.
    ///
    /// Views, routines, triggers and policies are followed. What else depends on them (a default, a constraint, an index)
    /// keeps the server from dropping them, and it says so.
    ///
    /// - Parameter targets: A query for `classid` and `objid`.
    static func query(on targets: String) -> String {
        """
        with recursive target (classid, objid) as materialized (\(targets)),
        reached (classid, objid, depth) as (
            select classid, objid, 0 from target
            union
            select
                case when d.classid = 'pg_catalog.pg_rewrite'::regclass then 'pg_catalog.pg_class'::regclass
                    else d.classid end,
                coalesce(r.ev_class, d.objid),
                reached.depth + 1
            from reached
            join pg_catalog.pg_depend d on d.refclassid = reached.classid and d.refobjid = reached.objid
            left join pg_catalog.pg_rewrite r
                on d.classid = 'pg_catalog.pg_rewrite'::regclass and r.oid = d.objid
            where reached.depth < 100
                -- The rule of a view depends on the view itself.
                and r.ev_class is distinct from d.refobjid
                and (
                    d.classid in ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_proc'::regclass,
                        'pg_catalog.pg_trigger'::regclass, 'pg_catalog.pg_policy'::regclass)
                    -- The row type of a view, and the type of arrays of it, may be what a routine takes or returns.
                    or d.classid = 'pg_catalog.pg_type'::regclass and d.deptype = 'i'
                )
        ),
        object (classid, objid, depth) as (
            select classid, objid, max(depth) from reached
            where classid <> 'pg_catalog.pg_type'::regclass
            group by classid, objid
        )
        select i.type, i.identity,
            pg_catalog.format('drop %s if exists %s', i.type, i.identity),
            pg_catalog.array_to_json(pg_catalog.array_remove(made.statements, null)),
            pg_catalog.array_to_json(pg_catalog.array_remove(
                own.statements
                || case when d.description is not null then
                    array[pg_catalog.format('comment on %s %s is %L', i.type, i.identity, d.description)] end
                || columns.statements, null)),
            exists (select from target t where (t.classid, t.objid) = (o.classid, o.objid))
        from object o
        cross join lateral pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
        left join pg_catalog.pg_description d
            on d.classoid = o.classid and d.objoid = o.objid and d.objsubid = 0
        cross join lateral (\(definition)) made (statements)
        cross join lateral (\(ownership)) own (statements)
        cross join lateral (
            select pg_catalog.array_agg(pg_catalog.format('comment on column %s.%I is %L', i.identity, a.attname, c.description)
                order by a.attnum)
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_description c
                on c.classoid = 'pg_catalog.pg_class'::regclass and c.objoid = a.attrelid and c.objsubid = a.attnum
            where o.classid = 'pg_catalog.pg_class'::regclass and a.attrelid = o.objid and a.attnum > 0
        ) columns (statements)
        where i.type in ('view', 'materialized view', 'function', 'procedure', 'trigger', 'policy')
        order by o.depth, i.type, i.identity
        """
    }

    /// Statements that make an object, without what belongs to it.
    private static let definition = """
        select array[pg_catalog.format('create view %s%s as %s', i.identity,
            ' with (' || pg_catalog.array_to_string(c.reloptions, ', ') || ')',
            pg_catalog.pg_get_viewdef(c.oid))]
        from pg_catalog.pg_class c
        where o.classid = 'pg_catalog.pg_class'::regclass and c.oid = o.objid and c.relkind = 'v'
        union all
        select pg_catalog.format('create materialized view %s%s as %s', i.identity,
                ' with (' || pg_catalog.array_to_string(c.reloptions, ', ') || ')',
                pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')
                || case when c.relispopulated then '' else ' with no data' end)
            || array(select pg_catalog.pg_get_indexdef(x.indexrelid) from pg_catalog.pg_index x where x.indrelid = c.oid)
        from pg_catalog.pg_class c
        where o.classid = 'pg_catalog.pg_class'::regclass and c.oid = o.objid and c.relkind = 'm'
        union all
        select array[pg_catalog.pg_get_functiondef(p.oid)]
        from pg_catalog.pg_proc p
        where o.classid = 'pg_catalog.pg_proc'::regclass and p.oid = o.objid and p.prokind in ('f', 'p')
        union all
        select array[pg_catalog.pg_get_triggerdef(t.oid),
            case when t.tgenabled <> 'O' then pg_catalog.format('alter table %s %s trigger %I', t.tgrelid::regclass,
                case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end,
                t.tgname) end]
        from pg_catalog.pg_trigger t
        where o.classid = 'pg_catalog.pg_trigger'::regclass and t.oid = o.objid and not t.tgisinternal
        union all
        select array[pg_catalog.format('create policy %I on %s as %s for %s to %s%s%s', y.polname, y.polrelid::regclass,
            case when y.polpermissive then 'permissive' else 'restrictive' end,
            case y.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
                else 'all' end,
            (
                select pg_catalog.string_agg(case when role = 0 then 'public' else role::regrole::text end, ', ')
                from pg_catalog.unnest(y.polroles) role
            ),
            ' using (' || pg_catalog.pg_get_expr(y.polqual, y.polrelid) || ')',
            ' with check (' || pg_catalog.pg_get_expr(y.polwithcheck, y.polrelid) || ')')]
        from pg_catalog.pg_policy y
        where o.classid = 'pg_catalog.pg_policy'::regclass and y.oid = o.objid
        """

    /// Statements that give an object the owner and the rights that it had.
    private static let ownership = """
        select array[pg_catalog.format('alter %s %s owner to %I', i.type, i.identity,
                pg_catalog.pg_get_userbyid(r.owner))]
            || case when r.acl is not null then array[pg_catalog.format(
                $format$do $do$
        declare
            v_grantee text;
        begin
            for v_grantee in
                select distinct case a.grantee when 0 then 'public'
                    else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end
                from %s x
                cross join lateral pg_catalog.aclexplode(
                    coalesce(x.%I, pg_catalog.acldefault(%L, x.%I))) a
                where x.oid = %L::%s
            loop
                execute 'revoke all on %s %s from ' || v_grantee;
            end loop;
        end
        $do$$format$,
                r.catalogue, r.acl_column, r.acl_kind, r.owner_column, i.identity, r.reg, r.kind, i.identity)]
            || (
                select pg_catalog.array_agg(pg_catalog.format('grant %s on %s %s to %s%s', a.privilege_type, r.kind,
                    i.identity,
                    case a.grantee when 0 then 'public'
                        else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end,
                    case when a.is_grantable then ' with grant option' else '' end))
                from pg_catalog.aclexplode(r.acl) a
            ) end
            || (
                select pg_catalog.array_agg(pg_catalog.format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname,
                    i.identity,
                    case a.grantee when 0 then 'public'
                        else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end,
                    case when a.is_grantable then ' with grant option' else '' end) order by t.attnum)
                from pg_catalog.pg_attribute t
                cross join lateral pg_catalog.aclexplode(t.attacl) a
                where o.classid = 'pg_catalog.pg_class'::regclass and t.attrelid = o.objid and t.attnum > 0
            )
        from (
            select c.relowner, c.relacl, 'pg_catalog.pg_class', 'relacl', 'r', 'relowner', 'regclass', 'table'
            from pg_catalog.pg_class c where o.classid = 'pg_catalog.pg_class'::regclass and c.oid = o.objid
            union all
            select p.proowner, p.proacl, 'pg_catalog.pg_proc', 'proacl', 'f', 'proowner', 'regprocedure', 'routine'
            from pg_catalog.pg_proc p where o.classid = 'pg_catalog.pg_proc'::regclass and p.oid = o.objid
        ) r (owner, acl, catalogue, acl_column, acl_kind, owner_column, reg, kind)
        union all
        select null::text[]
        where o.classid not in ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass)
        """
}
