-- The oldest months only, one after the other, and only what is sealed. Of a seal some of whose rows stay, the digests
-- of those that go are kept: so every row that is there can be proven, and the chain as a whole.
create or replace function audit.drop_months(p_before timestamptz)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $$
declare
    v_partition record;
    v_count bigint;
    v_total bigint := 0;
    v_seal audit.seals;
begin
    -- No seal comes while a month goes.
    perform pg_advisory_xact_lock(hashtextextended('audit.seal', 0));
    for v_partition in
        select p.relation, p.ends_at
        from (
            select
                i.inhrelid::regclass as relation,
                substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)')::timestamptz as ends_at
            from pg_inherits i
            join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'audit.log'::regclass
        ) p
        where p.ends_at <= p_before
        order by p.ends_at
    loop
        -- What is after the newest seal; eras before it were sealed to their end.
        select s.* into v_seal from audit.seals s order by s.number desc limit 1;
        execute format(
            'select count(*) from (select from %s l where (l.xid, l.id) > ($1, $2) and l.id > $3 limit 1) u',
            v_partition.relation
        ) into v_count
        using
            coalesce(v_seal.to_xid, '0'),
            coalesce(v_seal.to_id, (-9223372036854775808)::bigint),
            coalesce(v_seal.era_after_id, (-9223372036854775808)::bigint);
        exit when v_count > 0;

        begin
            execute format('lock table %s in access exclusive mode', v_partition.relation);
            execute format(
                'insert into audit.dropped_digests (xid, id, digest) '
                'select l.xid, l.id, audit.row_digest(l::audit.log) from %s l '
                'join audit.seals s on (l.xid, l.id) > (s.after_xid, s.after_id) '
                'and (l.xid, l.id) <= (s.to_xid, s.to_id) and l.id > s.era_after_id '
                'where s.first_at < $1 and s.last_at >= $1',
                v_partition.relation
            ) using v_partition.ends_at;
            execute format('select count(*) from %s', v_partition.relation) into v_count;
            execute format('drop table %s', v_partition.relation);
        exception
            when lock_not_available then
                return v_total;
        end;
        v_total := v_total + v_count;

        select s.* into v_seal
        from audit.seals s
        where s.last_at < v_partition.ends_at
        order by s.number desc
        limit 1;
        insert into audit.drops (partition, before, row_count, to_seal, seal_digest)
        values (
            v_partition.relation::text, v_partition.ends_at, v_count, v_seal.number, v_seal.digest
        );
    end loop;

    -- Of seals that are gone as a whole no digests of rows are needed any more.
    delete from audit.dropped_digests d
    using audit.seals s
    where
        (d.xid, d.id) > (s.after_xid, s.after_id) and (d.xid, d.id) <= (s.to_xid, s.to_id)
        and d.id > s.era_after_id
        and s.last_at < (select max(r.before) from audit.drops r);
    return v_total;
end
$$;

comment on function audit.drop_months(timestamptz) is
    'Drops the months of the log that were over before p_before, as far as they are sealed. Answers how many rows they had.';
