-- The end of a drop: compares the month with its checkpoints a last time, row for row, and lets both tables go. What is
-- archived meanwhile waits for it; callers do for the moment in which the tables are locked, at most.
create or replace function credits.drop_month(
    p_number bigint,
    p_month credits.archive_month,
    p_began_at timestamptz
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set lock_timeout = '200ms'
as $$
declare
    v_drop credits.drops;
    v_suffix text := replace(p_month.month, '-', '_');
begin
    if exists (
        select
        from credits.month_digests(p_month) d
        full join (
            select c.*
            from credits.checkpoints c
            where c.number = p_number and (c.archived_entries > 0 or c.archived_reservations > 0)
        ) c on c.user_id = d.user_id
        where
            (c.archived_entries, c.entries_digest, c.archived_reservations, c.reservations_digest)
            is distinct from
            (d.archived_entries, d.entries_digest, d.archived_reservations, d.reservations_digest)
    ) or exists (
        select
        from credits.checkpoints c
        where c.number = p_number and c.digest is distinct from credits.checkpoint_digest(c)
    ) then
        perform ops.fail('TH510', format('%s is not as its checkpoints say', p_month.month));
    end if;

    insert into credits.kept_entries
    select e.*
    from credits.checkpoints c
    join credits.archived_entries e on e.user_id = c.user_id and e.sequence > c.sequence
    where
        c.number = p_number and c.kept_count > 0
        and e.created_at >= p_month.starts_at and e.created_at < p_month.ends_at;
    delete from credits.kept_entries k
    using credits.checkpoints c
    where c.number = p_number and c.user_id = k.user_id and k.sequence <= c.sequence;

    select p_number, p_month.month, p_month.ends_at, count(*),
        coalesce(sum(c.archived_entries), 0), coalesce(sum(c.kept_count), 0),
        coalesce(sum(c.archived_reservations), 0)
    into
        v_drop.number, v_drop.month, v_drop.before, v_drop.user_count, v_drop.entry_count,
        v_drop.kept_count, v_drop.reservation_count
    from credits.checkpoints c
    where c.number = p_number;
    v_drop.previous_digest := coalesce(
        (select d.digest from credits.drops d where d.number = p_number - 1),
        decode(repeat('00', 32), 'hex')
    );
    v_drop.digest := credits.drop_digest(v_drop);
    v_drop.dropped_at := clock_timestamp();
    insert into credits.drops select v_drop.*;

    -- What is so already; said again for its lock, to which the owner has no right otherwise. Reservations first, as who
    -- refunds reads them first.
    alter table only credits.archived_reservations enable row level security;
    alter table only credits.archived_entries enable row level security;
    -- Race: a refund that was under way has read its reservation, so it is over by now; one that began when checkpoints
    -- were made already is younger than p_began_at, save for clocks that differ.
    if exists (
        select
        from credits.refunds f
        join credits.archived_reservations r
            on r.user_id = f.user_id and r.id = f.reservation_id
            and r.created_at >= p_month.starts_at and r.created_at < p_month.ends_at
        where
            f.created_at >= p_began_at - interval '1 hour'
            and not exists (
                select
                from credits.checkpoint_reservations c
                where
                    c.user_id = f.user_id and c.reservation_id = f.reservation_id
                    and c.number = p_number
            )
    ) then
        perform ops.fail('TH511', 'a reservation was refunded');
    end if;
    execute format(
        'drop table credits.%I, credits.%I',
        'archived_entries_' || v_suffix, 'archived_reservations_' || v_suffix
    );
    return v_drop.entry_count + v_drop.reservation_count;
end
$$;

comment on function credits.drop_month(bigint, credits.archive_month, timestamptz) is
    'Drops a month of the archive whose checkpoints were made since p_began_at. Answers how many rows it had. Raises TH510 when they are not what the archive has, TH511 when one of its reservations was refunded meanwhile; lock_not_available when somebody reads it for longer than 200 ms.';
