internal import Postgres

/// The statements that read the catalogue. Each answers one JSON array, from the point of view of an empty search path,
/// so that types are written in full.
enum CatalogueQueries {
    /// - Parameter pageLimits: Whether the database has a rule for pages.
    static func relations(pageLimits: Bool) -> Query {
        Query(
            unsafeText: """
                select coalesce(json_agg(json_build_object(
                    'oid', c.oid::bigint, 'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
                    'comment', obj_description(c.oid, 'pg_class'),
                    'writable', pg_relation_is_updatable(c.oid, true),
                    'key', (
                        select json_agg(a.attname order by k.position)
                        from pg_constraint p
                        cross join unnest(p.conkey) with ordinality as k (number, position)
                        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
                        where p.conrelid = c.oid and p.contype = 'p'
                    ),
                    'columns', (
                        select json_agg(json_build_object(
                            'number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                            'base', format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null),
                            'isNullable', not (a.attnotnull or t.typnotnull),
                            'defaultValue', case
                                when a.attidentity <> '' then (
                                    select format('nextval(%L::regclass)', s.objid)
                                    from pg_depend s
                                    where
                                        s.refclassid = 'pg_class'::regclass and s.refobjid = c.oid
                                        and s.refobjsubid = a.attnum and s.deptype = 'i'
                                        and s.classid = 'pg_class'::regclass
                                )
                                when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), t.typdefault)
                            end,
                            'comment', col_description(c.oid, a.attnum),
                            'labels', (
                                select json_agg(e.enumlabel order by e.enumsortorder)
                                from pg_enum e
                                where e.enumtypid = t.oid
                            )
                        ) order by a.attnum)
                        from pg_attribute a
                        join pg_type t on t.oid = a.atttypid
                        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                    ),
                    'pageMax', \(pageLimits ? "ops.page_limit(c.oid)" : "null")
                ) order by n.nspname, c.relname), '[]')
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where
                    c.relkind in ('r', 'v', 'm', 'f', 'p') and n.nspname !~ '^(pg_|information_schema$)'
                    and (not c.relispartition)
                """)
    }

    static let foreignKeys: Query = """
        select coalesce(json_agg(json_build_object(
            'name', f.conname, 'table', f.conrelid::bigint, 'target', f.confrelid::bigint,
            'columns', (
                select json_agg(a.attname order by k.position)
                from unnest(f.conkey) with ordinality as k (number, position)
                join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number
            ),
            'targets', (
                select json_agg(a.attname order by k.position)
                from unnest(f.confkey) with ordinality as k (number, position)
                join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number
            ),
            'isUnique', exists (
                select from pg_constraint u
                where
                    u.conrelid = f.conrelid and u.contype in ('p', 'u') and u.conkey <@ f.conkey and u.conkey @> f.conkey
            )
        ) order by f.conname), '[]')
        from pg_constraint f
        where f.contype = 'f' and f.conparentid = 0
        """

    static let views: Query = """
        select coalesce(json_agg(json_build_object('oid', c.oid::bigint, 'tree', r.ev_action::text)), '[]')
        from pg_rewrite r
        join pg_class c on c.oid = r.ev_class
        join pg_namespace n on n.oid = c.relnamespace
        where
            c.relkind in ('v', 'm') and r.rulename = '_RETURN' and n.nspname !~ '^(pg_|information_schema$)'
        """

    /// Functions of the exposed schemas, and of those where others are looked for.
    static func functions(_ schemas: [String]) -> Query {
        """
        select coalesce(json_agg(json_build_object(
            'schema', n.nspname, 'name', p.proname, 'names', p.proargnames,
            'types', coalesce((
                select json_agg(format_type(a.type, null) order by a.position)
                from unnest(p.proargtypes) with ordinality as a (type, position)
            ), '[]'),
            'categories', coalesce((
                select json_agg(t.typcategory order by a.position)
                from unnest(p.proargtypes) with ordinality as a (type, position)
                join pg_type t on t.oid = a.type
            ), '[]'),
            'inputs', p.pronargs, 'defaults', p.pronargdefaults, 'isVariadic', p.provariadic <> 0,
            'modes', p.proargmodes::text[], 'returnsSet', p.proretset, 'returnsOne', p.prorows = 1,
            'type', format_type(p.prorettype, null), 'kind', r.typtype,
            'relation', nullif(coalesce(nullif(r.typrelid, 0), b.typrelid), 0)::bigint,
            'rowOf', (
                select c.oid::bigint
                from pg_type t
                join pg_class c on c.oid = t.typrelid
                where p.pronargs = 1 and t.oid = p.proargtypes[0] and c.relkind <> 'c'
            ),
            'volatility', p.provolatile, 'comment', obj_description(p.oid, 'pg_proc')
        ) order by p.oid), '[]')
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        join pg_type r on r.oid = p.prorettype
        left join pg_type b on b.oid = r.typbasetype
        where p.prokind = 'f' and n.nspname = any(\(array(schemas))::text[]) and r.typname not in ('trigger', 'event_trigger')
        """
    }

    static func types(_ schemas: [String]) -> Query {
        """
        select coalesce(json_agg(json_build_object('schema', n.nspname, 'name', t.typname)), '[]')
        from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        where t.typtype in ('b', 'd', 'e', 'r', 'm') and n.nspname = any(\(array(["pg_catalog"] + schemas))::text[])
        """
    }

    /// Settings of the roles that the login can take on, as far as it may make them.
    static let roleSettings: Query = """
        select coalesce(json_agg(json_build_object('role', r.rolname, 'setting', s.setting)), '[]')
        from pg_roles r
        cross join unnest(r.rolconfig) as s (setting)
        join pg_settings g on g.name = lower(split_part(s.setting, '=', 1))
        where
            pg_has_role(current_user, r.oid, 'member') and r.rolname <> current_user and g.context = 'user'
            and split_part(s.setting, '=', 1) not in ('search_path', 'role', 'session_authorization')
        """

    static func schemas(_ schemas: [String]) -> Query {
        """
        select coalesce(json_object_agg(n.nspname, coalesce(obj_description(n.oid, 'pg_namespace'), '')), '{}')
        from pg_namespace n
        where n.nspname = any(\(array(schemas))::text[])
        """
    }

    static let errors: Query = """
        select coalesce(json_agg(json_build_object(
            'code', e.code, 'status', e.http_status, 'message', e.message, 'isRetryable', e.is_retryable)), '[]')
        from ops.error_codes e
        """
    static let version: Query = "select ops.schema_version()"
    static let limited: Query = """
        select coalesce(json_agg(l.kind || ' ' || l.name), '[]')
        from ops.rate_limits l
        join ops.rate_classes c on c.id = l.class
        where c.is_enabled
        """

    private static func array(_ names: [String]) -> String {
        ArrayLiteral.text(names)
    }
}
