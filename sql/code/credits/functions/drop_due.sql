-- A month goes in steps, each a transaction: who is refunding what is in it is waited for; users are proven and get their
-- checkpoints, some at a time; then its tables are dropped. What is made before that counts for nobody, and is made anew
-- by a run that begins again.
-- Definer because callers have no right on the tables.
create or replace function credits.drop_due(p_after text default null, p_limit integer default 500)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_none constant uuid := uuid '00000000-0000-0000-0000-000000000000';
    c_all constant uuid := uuid 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    v_policy ops.retention_policies;
    v_before timestamptz;
    v_month credits.archive_month;
    v_number bigint;
    v_began_at timestamptz := to_timestamp(nullif(split_part(p_after, ' ', 2), '')::numeric);
    v_from text := coalesce(split_part(p_after, ' ', 3), '');
    v_done_to uuid;
    v_last uuid;
    v_is_last boolean;
    v_violation record;
    v_rows bigint;
begin
    select p.* into strict v_policy
    from ops.retention_policies p
    where p.relation = 'credits.archived_entries';
    if not v_policy.is_enabled then
        return null;
    elsif p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;
    -- Nothing is archived into a month while it goes.
    perform pg_advisory_xact_lock(hashtextextended('credits.archive', 0));
    v_before := date_trunc('month', clock_timestamp() - v_policy.keep, 'UTC');
    v_month := credits.find_archive_month(v_before);
    v_number := coalesce((select max(d.number) from credits.drops d), 0) + 1;

    if v_month.month is null then
        perform ops.note_retention(v_policy.relation, v_before, 0, true);
        return null;
    end if;

    if v_from = '' or split_part(p_after, ' ', 1) <> v_month.month then
        -- What is due for the archive goes there first.
        if exists (select from credits.ledger_entries l where l.created_at < v_month.ends_at) then
            return null;
        end if;
        delete from credits.checkpoint_grants c where c.number >= v_number;
        delete from credits.checkpoint_reservations c where c.number >= v_number;
        delete from credits.checkpoints c where c.number >= v_number;
        -- Race: who has read a reservation to refund it is waited for; its refund will be seen when checkpoints are made.
        begin
            perform set_config('lock_timeout', '200ms', true);
            -- What is so already; said again for its lock.
            execute format(
                'alter table credits.%I enable row level security',
                'archived_reservations_' || replace(v_month.month, '-', '_')
            );
        exception
            when lock_not_available then
                return null;
        end;
        return format('%s %s all', v_month.month, extract(epoch from clock_timestamp()));
    end if;

    if v_from = 'end' then
        begin
            v_rows := credits.drop_month(v_number, v_month, v_began_at);
        exception
            -- Tomorrow again.
            when lock_not_available or sqlstate 'TH511' then
                return null;
        end;
        perform ops.note_retention(v_policy.relation, v_before, v_rows, false);
        -- Perhaps the month after it is due as well.
        return '';
    end if;

    v_done_to := nullif(v_from, 'all')::uuid;
    select
        coalesce((array_agg(u.user_id order by u.user_id desc))[1], c_all), count(*) < p_limit
    into v_last, v_is_last
    from (
        (
            select distinct e.user_id
            from credits.archived_entries e
            where
                (v_done_to is null or e.user_id > v_done_to)
                and e.created_at >= v_month.starts_at and e.created_at < v_month.ends_at
            order by e.user_id
            limit p_limit
        )
        union
        (
            select distinct r.user_id
            from credits.archived_reservations r
            where
                (v_done_to is null or r.user_id > v_done_to)
                and r.created_at >= v_month.starts_at and r.created_at < v_month.ends_at
            order by r.user_id
            limit p_limit
        )
        order by user_id
        limit p_limit
    ) u;
    if v_is_last then
        v_last := c_all;
    end if;

    -- Users who have nothing in the month as well, so that all of the ledger is proven.
    select v.invariant, count(*) over () as violations into v_violation
    from credits.verify_users(coalesce(v_done_to, c_none), v_last) v
    order by v.invariant
    limit 1;
    if found then
        perform ops.fail('TH510', format('%s is not dropped: %s', v_month.month, v_violation.invariant));
    end if;
    perform credits.make_checkpoints(v_number, v_month, v_done_to, v_last);
    return format(
        '%s %s %s', v_month.month, split_part(p_after, ' ', 2),
        case when v_is_last then 'end' else v_last::text end
    );
end
$$;

grant execute on function credits.drop_due(text, integer) to service_role;
comment on function credits.drop_due(text, integer) is
    'One step, of p_limit users, of dropping the oldest month of the ledger''s archive that ops.retention_policies say is due. Answers where to go on, empty for with the next month, or null when none is left or it has to wait. Raises TH001 with the field, TH510 when the ledger does not add up: nothing is dropped then.';
