-- As if so much less had been taken: what was written off first, then what was left owed, then what was taken. So only
-- what the last two came to is given again, and a grant repays debt first. What is given lives as long as what was taken
-- had to live then.
create or replace function billing.return_payment(p_payment billing.payments, p_amount numeric)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_left numeric := p_amount;
    v_taken record;
    v_amount numeric;
    v_forgiven numeric;
    v_grant credits.grants;
begin
    for v_taken in
        select
            t.revocation_id, t.amount - t.returned as amount, t.returned, r.written_off, r.created_at,
            g.source, g.priority, g.expires_at
        from billing.payment_revocations t
        join credits.revocations r on r.user_id = t.user_id and r.id = t.revocation_id
        join credits.grants g on g.user_id = t.user_id and g.id = t.grant_id
        where
            t.user_id = p_payment.user_id and t.payment_id = p_payment.id and t.returned < t.amount
        order by t.created_at desc, t.revocation_id
    loop
        exit when v_left = 0;
        v_amount := least(v_left, v_taken.amount);
        v_forgiven := least(v_amount, greatest(v_taken.written_off - v_taken.returned, 0));
        v_grant := null;
        if v_amount > v_forgiven then
            v_grant := credits.grant_credits(
                p_user_id => p_payment.user_id,
                p_amount => v_amount - v_forgiven,
                p_source => v_taken.source,
                p_expires_at => case
                    when v_taken.expires_at is not null then
                        clock_timestamp()
                        + greatest(v_taken.expires_at - v_taken.created_at, interval '1 day')
                end,
                p_priority => v_taken.priority
            );
        end if;

        update billing.payment_revocations t
        set returned = trim_scale(t.returned + v_amount)
        where t.user_id = p_payment.user_id and t.revocation_id = v_taken.revocation_id;
        insert into billing.payment_returns (
            user_id, payment_id, revocation_id, amount, forgiven, grant_id
        ) values (
            p_payment.user_id, p_payment.id, v_taken.revocation_id, trim_scale(v_amount),
            trim_scale(v_forgiven), v_grant.id
        );
        v_left := v_left - v_amount;
    end loop;
end
$$;

comment on function billing.return_payment(billing.payments, numeric) is
    'Gives up to p_amount credits again that were taken back because their payment was.';
