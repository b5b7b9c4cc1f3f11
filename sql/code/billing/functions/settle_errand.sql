-- What is gone at Stripe needs nothing more. Of other refusals (a page that was paid meanwhile, a wrong key) none says
-- so for sure: they are tried again, until billing.claim_errands finds that the object has ended.
-- Definer because callers have no right on the tables.
create or replace function billing.settle_errand(p_user_id uuid, p_id uuid, p_answer jsonb)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_error text;
begin
    if not coalesce(jsonb_typeof(p_answer) = 'object', false) then
        perform ops.fail('TH001', 'answer', 'answer is an object');
    end if;
    if p_answer ? 'error' then
        v_error := left(
            coalesce(p_answer #>> '{error,code}', p_answer #>> '{error,type}', 'error'), 200
        );
    end if;

    update billing.stripe_errands e
    set
        done_at = case when d.is_done then clock_timestamp() end,
        failed_at = case when not d.is_done and e.attempts >= 50 then clock_timestamp() end,
        last_error = v_error,
        next_attempt_at = clock_timestamp() + ops.retry_pause(e.attempts, '12 hours')
    from (select v_error is null or v_error = 'resource_missing' as is_done) d
    where e.user_id = p_user_id and e.id = p_id and e.done_at is null and e.failed_at is null;
    if not found then
        perform ops.fail('TH404', 'errand');
    end if;
end
$$;

grant execute on function billing.settle_errand(uuid, uuid, jsonb) to service_role;
comment on function billing.settle_errand(uuid, uuid, jsonb) is
    'Keeps what Stripe answered to an errand: done, or tried again after 1, 2, 4 … minutes, at most 12 hours, and given up after 50 attempts. Raises TH001 with the field, TH404.';
