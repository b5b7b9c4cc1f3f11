-- Each in a subtransaction of its own, so that one that fails holds up no other. It waits for no
-- lock, and looks again once it has the account's: what another instance is settling, or has
-- settled, is passed over.
-- Definer because callers have no right on the tables.
create or replace function credits.settle_compensations(
    p_limit integer default 100,
    p_at timestamptz default clock_timestamp()
)
returns credits.compensation_batch
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_due record;
    v_compensation credits.compensations;
    v_grant credits.grants;
    v_error text;
    v_batch credits.compensation_batch := (0, 0);
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;

    for v_due in
        select c.user_id, c.id
        from credits.compensations c
        where c.status = 'queued' and c.next_attempt_at <= p_at
        order by c.next_attempt_at
        limit p_limit
    loop
        perform from credits.accounts a
        where a.user_id = v_due.user_id
        for no key update skip locked;
        continue when not found;

        select c.* into v_compensation
        from credits.compensations c
        where
            c.user_id = v_due.user_id and c.id = v_due.id
            and c.status = 'queued' and c.next_attempt_at <= p_at;
        continue when not found;

        begin
            v_grant := credits.grant_credits(v_due.user_id, v_compensation.amount, 'compensation');
            update credits.compensations c
            set
                status = 'settled', attempts = c.attempts + 1, last_error = null,
                grant_id = v_grant.id, settled_at = v_grant.created_at
            where c.user_id = v_due.user_id and c.id = v_due.id;
            v_batch.settled := v_batch.settled + 1;
        exception
            when sqlstate 'TH001' or sqlstate 'TH404' or sqlstate 'TH510'
                or data_exception or integrity_constraint_violation then
                get stacked diagnostics v_error = returned_sqlstate;
                update credits.compensations c
                set
                    status = case when c.attempts < 9 then 'queued' else 'failed' end,
                    attempts = c.attempts + 1,
                    last_error = v_error,
                    next_attempt_at = p_at
                        + least(interval '1 minute' * power(2, c.attempts), interval '2 hours')
                where c.user_id = v_due.user_id and c.id = v_due.id;
                v_batch.failed := v_batch.failed + 1;
        end;
    end loop;
    return v_batch;
end
$$;

grant execute on function credits.settle_compensations(integer, timestamptz) to service_role;
comment on function credits.settle_compensations(integer, timestamptz) is
    'Grants up to p_limit compensations that are due at p_at. One that fails is tried again after 1, 2, 4 … minutes, at most 2 hours, and has failed for good after 10 attempts. Raises TH001 with the field.';
