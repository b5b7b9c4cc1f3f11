-- Who may do what, as the catalogue says: a row for every schema, relation and function of ours and
-- every role that a request can have. Rights on single columns are listed by column. Partitions, of which new ones
-- come with time, have a test of their own.
create function tests.actual_access() returns table (object text, role text, rights text)
language sql stable as $$
    with roles (role) as (
        values ('anon'), ('authenticated'), ('service_role'), ('authenticator')
    ),
    rights (object, role, position, name) as (
        select format('schema %s', n.oid::regnamespace), r.role, p.position, p.name
        from roles r
        cross join pg_namespace n
        cross join (values (1, 'usage'), (2, 'create')) as p (position, name)
        where
            n.oid in (select tests.ours())
            and has_schema_privilege(r.role, n.oid, p.name)
        union all
        select c.oid::regclass::text, r.role, p.position, p.name
        from roles r
        cross join pg_class c
        cross join (
            values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete'), (5, 'truncate'),
                (6, 'references'), (7, 'trigger')
        ) as p (position, name)
        where
            c.relnamespace in (select tests.ours()) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
            and has_table_privilege(r.role, c.oid, p.name)
        union all
        select
            c.oid::regclass::text, r.role, p.position,
            format('%s (%s)', p.name, string_agg(a.attname, ', ' order by a.attnum))
        from roles r
        cross join pg_class c
        cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (6, 'references')) as p (position, name)
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where
            c.relnamespace in (select tests.ours()) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
            and not has_table_privilege(r.role, c.oid, p.name)
            and has_column_privilege(r.role, c.oid, a.attnum, p.name)
        group by c.oid, r.role, p.position, p.name
        union all
        select c.oid::regclass::text, r.role, p.position, p.name
        from roles r
        cross join pg_class c
        cross join (values (1, 'usage'), (2, 'select'), (3, 'update')) as p (position, name)
        where
            c.relnamespace in (select tests.ours()) and c.relkind = 'S'
            and has_sequence_privilege(r.role, c.oid, p.name)
        union all
        select f.oid::regprocedure::text, r.role, 1, 'execute'
        from roles r
        cross join pg_proc f
        where
            f.pronamespace in (select tests.ours())
            and has_function_privilege(r.role, f.oid, 'execute')
    ),
    objects (object) as (
        select format('schema %s', o.o) from tests.ours() as o (o)
        union all
        select c.oid::regclass::text
        from pg_class c
        where
            c.relnamespace in (select tests.ours())
            and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not c.relispartition
        union all
        select f.oid::regprocedure::text
        from pg_proc f
        where f.pronamespace in (select tests.ours())
    )
    select o.object, r.role, coalesce(string_agg(g.name, ', ' order by g.position), '')
    from objects o
    cross join roles r
    left join rights g on g.object = o.object and g.role = r.role
    group by o.object, r.role
$$;
