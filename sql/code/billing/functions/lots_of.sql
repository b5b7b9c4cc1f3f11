-- What a period of a subscription brings is the credits of its months, by the monthly refresh.
create or replace function billing.lots_of(p_payment billing.payments)
returns setof credits.grants
language sql
stable
security invoker
begin atomic
    select g.*
    from credits.grants g
    where g.user_id = p_payment.user_id and g.id = p_payment.grant_id
    union all
    select g.*
    from credits.monthly_refreshes m
    join credits.grants g on g.user_id = m.user_id and g.id = m.grant_id
    where
        m.user_id = p_payment.user_id
        -- What everybody gets was bought by nothing.
        and m.plan <> 'free'
        and g.created_at >= p_payment.period_start_at and g.created_at < p_payment.period_end_at;
end;

comment on function billing.lots_of(billing.payments) is 'The credits that were bought by a payment.';
