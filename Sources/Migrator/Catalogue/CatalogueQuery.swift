/// The query for every object of a database and its definition, as text that is the same wherever the same is there.
///
/// Objects of the system, of extensions and of the migrator itself are left out. A definition names owner, rights and
/// comment too. Run it with nothing but `pg_catalog` in the search path, so that every name has its schema.
enum CatalogueQuery {
    /// Columns `type`, `identity`, `definition`, of all that a history is about.
    static func text(of home: HistoryHome) -> String {
        """
        with extended (classid, objid) as materialized (
            select d.classid, d.objid from pg_catalog.pg_depend d where d.deptype = 'e'
        ),
        home (oid) as materialized (
            select n.oid from pg_catalog.pg_namespace n
            where \(home.isAbout)
        ),
        object (classid, objid, owner, acl, body) as (
            \((objects + (home.schema == nil ? [extensions, defaults] : [])).joined(separator: "\n    union all\n"))
        )
        select i.type, i.identity,
            pg_catalog.concat_ws(E'\\n', nullif(o.body, ''),
                'owner ' || pg_catalog.pg_get_userbyid(o.owner),
                (
                    select pg_catalog.string_agg('grant ' || a::text, E'\\n' order by a::text collate "C")
                    from pg_catalog.unnest(o.acl) a
                ),
                (
                    select pg_catalog.string_agg('comment '
                        || case when d.objsubid > 0 then (
                            select a.attname || ' ' from pg_catalog.pg_attribute a
                            where a.attrelid = d.objoid and a.attnum = d.objsubid
                        ) else '' end || d.description, E'\\n' order by d.objsubid)
                    from pg_catalog.pg_description d where d.classoid = o.classid and d.objoid = o.objid
                )) as definition
        from object o
        cross join lateral pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
        where not exists (select from extended e where (e.classid, e.objid) = (o.classid, o.objid))
        """
    }

    private static let extensions = """
        select e.tableoid, e.oid, e.extowner, null, 'in ' || e.extnamespace::regnamespace::text
        from pg_catalog.pg_extension e where e.extname <> 'plpgsql'
        """

    private static let objects = [
        """
        select n.tableoid, n.oid, n.nspowner, n.nspacl, ''
        from pg_catalog.pg_namespace n where n.oid in (select oid from home)
        """,
        relations, functions,
        """
        select c.tableoid, c.oid, null, null,
            pg_catalog.pg_get_constraintdef(c.oid)
        from pg_catalog.pg_constraint c
        where c.connamespace in (select oid from home) and c.contype <> 't'
            and not exists (select from extended e where (e.classid, e.objid) = ('pg_catalog.pg_class'::regclass, c.conrelid))
        """,
        """
        select t.tableoid, t.oid, null, null,
            pg_catalog.pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' enabled ' || t.tgenabled::text end
        from pg_catalog.pg_trigger t
        join pg_catalog.pg_class c on c.oid = t.tgrelid
        where not t.tgisinternal and c.relnamespace in (select oid from home)
        """,
        """
        select p.tableoid, p.oid, null, null,
            pg_catalog.concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, p.polcmd,
                'to ' || (
                    select pg_catalog.string_agg(
                        case when u.role = 0 then 'public' else pg_catalog.pg_get_userbyid(u.role)::text end, ', '
                        order by case when u.role = 0 then 'public' else pg_catalog.pg_get_userbyid(u.role)::text end
                            collate "C")
                    from pg_catalog.unnest(p.polroles) u (role)
                ),
                'using ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                'with check ' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
        from pg_catalog.pg_policy p
        join pg_catalog.pg_class c on c.oid = p.polrelid
        where c.relnamespace in (select oid from home)
        """,
        """
        select r.tableoid, r.oid, null, null, pg_catalog.pg_get_ruledef(r.oid)
        from pg_catalog.pg_rewrite r
        join pg_catalog.pg_class c on c.oid = r.ev_class
        where r.rulename <> '_RETURN' and c.relnamespace in (select oid from home)
        """,
        types,
        """
        select d.tableoid, d.oid, d.defaclrole, d.defaclacl, ''
        from pg_catalog.pg_default_acl d
        where d.defaclnamespace in (select oid from home)
        """,
    ]

    /// Rights that objects get wherever they are made.
    private static let defaults = """
        select d.tableoid, d.oid, d.defaclrole, d.defaclacl, ''
        from pg_catalog.pg_default_acl d where d.defaclnamespace = 0
        """

    private static let relations = """
        select c.tableoid, c.oid, case when c.relkind <> 'i' and c.relkind <> 'I' then c.relowner end, c.relacl,
            pg_catalog.concat_ws(E'\\n',
                case when c.relkind in ('i', 'I') then pg_catalog.pg_get_indexdef(c.oid)
                    || case when x.indisvalid then '' else ' (invalid)' end end,
                case when c.relpersistence = 'u' then 'unlogged' end,
                case when c.relrowsecurity then 'row level security' end,
                case when c.relforcerowsecurity then 'forced row level security' end,
                case when c.relkind in ('r', 'p', 'v', 'm', 'f') then 'with ' || nullif(pg_catalog.array_to_string(
                    array(select o from pg_catalog.unnest(c.reloptions) o order by o collate "C"), ', '), '') end,
                'partition by ' || case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end,
                'partition ' || pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                case when c.relkind = 'S' then (
                    select pg_catalog.concat_ws(' ', pg_catalog.format_type(s.seqtypid, null), 'start', s.seqstart, 'by',
                        s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, 'cache', s.seqcache,
                        case when s.seqcycle then 'cycle' end)
                    from pg_catalog.pg_sequence s where s.seqrelid = c.oid
                ) end,
                case when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid) end,
                case when c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') then (
                    select pg_catalog.string_agg(pg_catalog.concat_ws(' ', 'column', a.attname,
                        pg_catalog.format_type(a.atttypid, a.atttypmod),
                        case when a.attcollation <> t.typcollation
                            then 'collate ' || a.attcollation::regcollation::text end,
                        case when a.attnotnull then 'not null' end,
                        case a.attidentity when 'a' then 'identity always' when 'd' then 'identity by default' end,
                        case when a.attgenerated <> '' then 'generated' end,
                        'default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                        'grants ' || (
                            select pg_catalog.string_agg(g::text, ', ' order by g::text collate "C")
                            from pg_catalog.unnest(a.attacl) g
                        )), E'\\n' order by a.attnum)
                    from pg_catalog.pg_attribute a
                    join pg_catalog.pg_type t on t.oid = a.atttypid
                    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                ) end)
        from pg_catalog.pg_class c
        left join pg_catalog.pg_index x on x.indexrelid = c.oid
        where c.relnamespace in (select oid from home) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 'c')
            and not exists (
                select from extended e where (e.classid, e.objid) = ('pg_catalog.pg_class'::regclass, x.indrelid)
            )
        """

    private static let functions = """
        select p.tableoid, p.oid, p.proowner, p.proacl,
            case when p.prokind = 'a' then (
                select pg_catalog.concat_ws(' ', 'aggregate', g.aggtransfn::text, g.aggfinalfn::text,
                    pg_catalog.format_type(g.aggtranstype, null), g.agginitval)
                from pg_catalog.pg_aggregate g where g.aggfnoid = p.oid
            ) else pg_catalog.pg_get_functiondef(p.oid) end
        from pg_catalog.pg_proc p where p.pronamespace in (select oid from home)
        """

    private static let types = """
        select t.tableoid, t.oid, t.typowner, t.typacl,
            case t.typtype
                when 'e' then 'enum ' || (
                    select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                    from pg_catalog.pg_enum e where e.enumtypid = t.oid
                )
                when 'd' then pg_catalog.concat_ws(' ', 'domain', pg_catalog.format_type(t.typbasetype, t.typtypmod),
                    case when t.typnotnull then 'not null' end, 'default ' || t.typdefault)
                else 'type ' || t.typtype::text
            end
        from pg_catalog.pg_type t
        where t.typnamespace in (select oid from home) and t.typtype in ('e', 'd', 'r')
        """
}
