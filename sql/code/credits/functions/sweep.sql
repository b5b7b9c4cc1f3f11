-- Nothing depends on it: what is stale is unspendable anyway. It keeps stored balances close to true.
-- Accounts that somebody else has locked are being settled by them, or are left to the next run.
-- Definer because callers have no right on the tables.
create or replace function credits.sweep(p_limit integer default 500, p_after uuid default null)
returns uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_user_id uuid;
    v_count integer := 0;
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;

    for v_user_id in
        select due.user_id
        from (
            select a.user_id from credits.accounts a where a.next_expiry_at <= v_at
            union
            -- Also a busy account whose held_since has fallen behind: settling brings it up.
            select a.user_id
            from credits.accounts a
            where
                a.held > 0
                and (
                    a.held_since < v_at - interval '1 hour'
                    or exists (
                        select from credits.reservations r
                        where
                            r.user_id = a.user_id and r.created_at >= a.held_since
                            and r.status = 'reserved' and r.expires_at <= v_at
                    )
                )
        ) due
        where p_after is null or due.user_id > p_after
        order by due.user_id
        limit p_limit
    loop
        v_count := v_count + 1;
        perform from credits.accounts a where a.user_id = v_user_id for no key update skip locked;
        continue when not found;
        begin
            perform credits.settle(v_user_id, v_at);
        exception
            -- One account that doesn't add up, of which credits.verify tells, holds up no other.
            when sqlstate 'TH510' or integrity_constraint_violation then
                raise warning using message = 'an account can not be settled', detail = v_user_id;
        end;
    end loop;

    return case when v_count = p_limit then v_user_id end;
end
$$;

grant execute on function credits.sweep(integer, uuid) to service_role;
comment on function credits.sweep(integer, uuid) is
    'Settles up to p_limit accounts with stale reservations or expired grants, those after p_after by id. Answers the last one, to go on from, or null when none is left. Raises TH001 with the field.';
