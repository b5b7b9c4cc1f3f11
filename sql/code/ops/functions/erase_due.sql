-- Three rounds, each in steps: what each account has left; Stripe's events and webhooks; the log. The last two serve all
-- accounts at once, twice for each: soon after it was deleted, and when nothing of it is under way any more.
-- Definer because callers have no right on the tables.
create or replace function ops.erase_due(p_after text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_limit constant integer := 5000;
    v_round text := split_part(p_after, ' ', 1);
    v_began_at timestamptz;
    v_user_ids uuid[];
    v_erasure ops.erasures;
    v_events billing.erased_events;
    v_log audit.erased_batch;
begin
    if coalesce(v_round, '') in ('', 'users') then
        select e.* into v_erasure
        from ops.erasures e
        where
            e.settled_at is null
            and e.user_id > coalesce(
                nullif(split_part(p_after, ' ', 2), '')::uuid, '00000000-0000-0000-0000-000000000000'
            )
        order by e.user_id
        limit 1;
        if found then
            if ops.erase_user(v_erasure.user_id, c_limit) > 0 then
                -- The same once more.
                return coalesce(nullif(p_after, ''), 'users');
            end if;
            update ops.erasures e
            set settled_at = clock_timestamp()
            where e.user_id = v_erasure.user_id and ops.is_settled_account(v_erasure);
            return 'users ' || v_erasure.user_id;
        end if;
        if exists (
            select from ops.erasures e
            where e.finished_at is null and (e.scanned_at is null or e.settled_at is not null)
        ) then
            return 'events ' || (extract(epoch from clock_timestamp()) * 1000000)::bigint;
        end if;
        return null;
    end if;

    v_began_at := 'epoch'::timestamptz + split_part(p_after, ' ', 2)::bigint * interval '1 microsecond';
    select array_agg(e.user_id) into v_user_ids from ops.erasures e where e.finished_at is null;
    if v_user_ids is null then
        return null;
    end if;
    if v_round = 'events' then
        if split_part(p_after, ' ', 3) = '' then
            delete from ops.webhook_deliveries d
            where
                exists (
                    select from unnest(v_user_ids) u (id) where strpos(d.body, u.id::text) > 0
                );
        end if;
        v_events := billing.erase_events(
            v_user_ids,
            'epoch'::timestamptz + nullif(split_part(p_after, ' ', 3), '')::bigint * interval '1 microsecond',
            split_part(p_after, ' ', 4),
            c_limit
        );
        if v_events.last_id is null then
            return format('log %s', split_part(p_after, ' ', 2));
        end if;
        return format(
            'events %s %s %s', split_part(p_after, ' ', 2),
            (extract(epoch from v_events.last_received_at) * 1000000)::bigint, v_events.last_id
        );
    end if;

    v_log := audit.erase(
        v_user_ids,
        coalesce(nullif(split_part(p_after, ' ', 3), ''), '0')::xid8,
        nullif(split_part(p_after, ' ', 4), '')::bigint
    );
    if v_log.last_xid is not null then
        return format('log %s %s %s', split_part(p_after, ' ', 2), v_log.last_xid, v_log.last_id);
    end if;
    update ops.erasures e
    set
        scanned_at = coalesce(e.scanned_at, clock_timestamp()),
        finished_at = case when e.settled_at < v_began_at then clock_timestamp() end
    where e.user_id = any(v_user_ids) and e.requested_at < v_began_at;
    return null;
end
$$;

grant execute on function ops.erase_due(text) to service_role;
comment on function ops.erase_due(text) is
    'One step of erasing what deleted accounts have left. Answers where the next goes on, or null when none is left to be done now.';
