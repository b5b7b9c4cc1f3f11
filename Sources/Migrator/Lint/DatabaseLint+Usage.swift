extension DatabaseLint {
    /// Rules about how a database is used. They say nothing of one that hasn't been used for long.
    static let usageRules = [
        """
        select 'unused_index', i.indexrelid::regclass::text,
            pg_catalog.format('nobody has read it since the statistics begin%s, and it takes %s',
                coalesce(pg_catalog.to_char(d.stats_reset, '" on "YYYY-MM-DD'), ''),
                pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(i.indexrelid))),
            'look at replicas too, which count for themselves, then drop it concurrently'
        from pg_catalog.pg_index i
        join relation c on c.oid = i.indexrelid
        join pg_catalog.pg_stat_all_indexes s on s.indexrelid = i.indexrelid
        join pg_catalog.pg_stat_database d on d.datname = pg_catalog.current_database()
        where s.idx_scan = 0 and i.indisvalid and not i.indisunique and not i.indisprimary and not i.indisexclusion
            and not i.indisreplident and not i.indisclustered
            -- One that a foreign key needs isn't read until a row goes that it refers to.
            and not exists (
                select from pg_catalog.pg_constraint k
                where k.contype = 'f' and k.conrelid = i.indrelid and i.indpred is null
                    and (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey
            )
        """,
        """
        select 'table_bloat', b.name,
            pg_catalog.format('some %s of its %s are empty, by the size of its rows',
                pg_catalog.pg_size_pretty(b.bytes - b.needed), pg_catalog.pg_size_pretty(b.bytes)),
            'see that autovacuum keeps up; vacuum full or pg_repack give the room back'
        from (
            select c.oid::regclass::text, pg_catalog.pg_relation_size(c.oid),
                -- 24 bytes of header and 4 of pointer a row, 24 of header a page, at its fillfactor.
                (c.reltuples * (28 + w.width)
                    / (1 - 24.0 / pg_catalog.current_setting('block_size')::numeric) * 100 / f.factor)::bigint
            from relation c
            cross join lateral (
                select sum((1 - s.null_frac) * s.avg_width) + 4, count(*)
                from pg_catalog.pg_stats s join pg_catalog.pg_namespace n on n.nspname = s.schemaname
                where n.oid = c.relnamespace and s.tablename = c.relname and not s.inherited
            ) w (width, known)
            cross join lateral (
                select coalesce((
                    select pg_catalog.split_part(o, '=', 2)::int from pg_catalog.unnest(c.reloptions) o
                    where o like 'fillfactor=%'), 100)
            ) f (factor)
            where c.relkind in ('r', 'm') and c.reltuples >= 0 and w.known > 0
        ) b (name, bytes, needed)
        where b.bytes - b.needed > 20 * 1024 * 1024 and b.bytes > 2 * b.needed
        """,
        """
        select 'unused_replication_slot', s.slot_name::text,
            case s.wal_status when 'lost' then 'the log that it needs is gone'
                else 'nobody reads from it, and it has kept more of the log than it may' end,
            'drop it if its reader is gone for good: select pg_drop_replication_slot(…)'
        from pg_catalog.pg_replication_slots s
        where not s.active and s.wal_status in ('unreserved', 'lost')
            and (s.database is null or s.database = pg_catalog.current_database())
        """,
    ]
}
