extension DatabaseLint {
    /// Rules about what will cost whoever keeps the database running.
    static let upkeepRules = [
        """
        select 'unsupported_reg_types', pg_catalog.format('%s.%s', c.oid::regclass, a.attname),
            'pg_upgrade refuses a database with columns of this type', 'keep the name as text'
        from relation c join pg_catalog.pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'm', 'p') and a.attnum > 0 and not a.attisdropped and a.atttypid in (
            'pg_catalog.regcollation'::regtype, 'pg_catalog.regconfig'::regtype, 'pg_catalog.regdictionary'::regtype,
            'pg_catalog.regnamespace'::regtype, 'pg_catalog.regoper'::regtype, 'pg_catalog.regoperator'::regtype,
            'pg_catalog.regproc'::regtype, 'pg_catalog.regprocedure'::regtype
        )
        """,
        """
        select 'extension_versions_outdated', e.extname::text,
            pg_catalog.format('it is %s, and %s is there', e.extversion, v.default_version),
            pg_catalog.format('alter extension %I update', e.extname)
        from pg_catalog.pg_extension e join pg_catalog.pg_available_extensions v on v.name = e.extname
        where e.extversion <> v.default_version and e.extname <> 'plpgsql'
            and exists (select from home where oid = e.extnamespace)
        """,
        """
        select 'invalid_index', i.indexrelid::regclass::text, 'it is kept up to date and never used',
            'drop it, or reindex it concurrently'
        from pg_catalog.pg_index i join relation c on c.oid = i.indexrelid
        where not i.indisvalid and c.relkind = 'i' and not exists (
            select from pg_catalog.pg_stat_progress_create_index b where b.index_relid = i.indexrelid
        )
        """,
        """
        select 'autovacuum_disabled', c.oid::regclass::text, 'what is deleted from it is never freed',
            'alter table … reset (autovacuum_enabled)'
        from relation c where c.relkind in ('r', 'm') and exists (
            select from pg_catalog.unnest(c.reloptions) o where o in (
                'autovacuum_enabled=false', 'autovacuum_enabled=off', 'autovacuum_enabled=0', 'autovacuum_enabled=no'
            )
        )
        """,
    ]
}
