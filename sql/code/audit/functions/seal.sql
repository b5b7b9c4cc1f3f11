-- What is sealed is of transactions below the oldest that still runs: all of them have ended, so their rows
-- are all there. One that stays open keeps what is younger from being sealed, not from being written.
-- Definer because callers have no right on the tables.
create or replace function audit.seal(p_limit integer default 10000)
returns audit.seals
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_horizon xid8;
    v_last audit.seals;
    v_seal audit.seals;
    v_count bigint;
begin
    if p_limit is null or p_limit not between 1 and 100000 then
        perform ops.fail('TH001', 'limit', 'limit is 1 to 100000');
    end if;

    -- One after the other, so that the chain has no fork.
    perform pg_advisory_xact_lock(hashtextextended('audit.seal', 0));
    v_horizon := pg_snapshot_xmin(pg_current_snapshot());
    select s.* into v_last from audit.seals s order by s.number desc limit 1;
    v_seal.number := coalesce(v_last.number, 0) + 1;
    v_seal.era := coalesce(v_last.era, 1);
    v_seal.era_after_id := coalesce(v_last.era_after_id, (-9223372036854775808)::bigint);
    v_seal.after_xid := coalesce(v_last.to_xid, '0');
    v_seal.after_id := coalesce(v_last.to_id, (-9223372036854775808)::bigint);
    v_seal.previous_digest := coalesce(v_last.digest, decode(repeat('00', 32), 'hex'));

    if v_last.to_xid >= v_horizon then
        -- Transactions have lower numbers than before: the database was restored into another cluster. What
        -- came along unsealed has higher ones, and goes first.
        v_horizon := '18446744073709551615';
        if not exists (
            select from audit.log l
            where (l.xid, l.id) > (v_seal.after_xid, v_seal.after_id) and l.id > v_seal.era_after_id
        ) then
            v_horizon := pg_snapshot_xmin(pg_current_snapshot());
            v_seal.era := v_seal.era + 1;
            v_seal.era_after_id := (select max(s.max_id) from audit.seals s);
            v_seal.after_xid := '0';
            v_seal.after_id := (-9223372036854775808)::bigint;
        end if;
    end if;

    select
        count(*), max(b.id), min(b.at), max(b.at),
        (array_agg(b.xid order by b.xid desc, b.id desc))[1],
        (array_agg(b.id order by b.xid desc, b.id desc))[1],
        sha256(string_agg(audit.row_digest(b), '' order by b.xid, b.id))
    into
        v_count, v_seal.max_id, v_seal.first_at, v_seal.last_at, v_seal.to_xid, v_seal.to_id,
        v_seal.rows_digest
    from (
        select l.*
        from audit.log l
        where
            (l.xid, l.id) > (v_seal.after_xid, v_seal.after_id)
            and l.xid < v_horizon and l.id > v_seal.era_after_id
        order by l.xid, l.id
        limit p_limit
    ) b;
    if v_count = 0 then
        return null;
    end if;

    v_seal.row_count := v_count;
    v_seal.sealed_at := clock_timestamp();
    v_seal.digest := audit.seal_digest(v_seal);
    insert into audit.seals select v_seal.*;
    return v_seal;
end
$$;

grant execute on function audit.seal(integer) to service_role;
comment on function audit.seal(integer) is
    'Seals up to p_limit rows of the log that no transaction can add to any more. Answers the seal, or null when there is nothing to seal. Raises TH001 with the field.';
