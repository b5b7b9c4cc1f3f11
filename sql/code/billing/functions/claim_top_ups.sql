-- The row is there before Stripe is asked, so that a worker that dies leaves it to the next one, under the same key: a
-- card is charged once. Stripe knows a key for a day; what is older waits for its event, or for an operator, rather
-- than be charged again.
-- Race: whoever has a user's settings locked decides alone, so that none passes the ceiling together with another.
-- Definer because callers have no right on the tables.
create or replace function billing.claim_top_ups(p_limit integer default 10)
returns setof billing.stripe_request
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_month date := date_trunc('month', v_at at time zone 'UTC')::date;
    v_due record;
    v_top_up billing.top_ups;
    v_count integer := 0;
begin
    if p_limit is null or p_limit not between 1 and 100 then
        perform ops.fail('TH001', 'limit', 'limit is 1 to 100');
    end if;

    for v_top_up in
        update billing.top_ups t
        set attempts = t.attempts + 1, next_attempt_at = v_at + interval '5 minutes'
        where (t.user_id, t.id) in (
            select w.user_id, w.id
            from billing.top_ups w
            -- Whoever doesn't agree to it any more isn't charged by asking again; if it was charged, its event tells.
            join billing.top_up_settings s on s.user_id = w.user_id and s.is_enabled and s.pack = w.pack
            join auth.users u on u.id = w.user_id and u.deleted_at is null
            where
                w.status = 'pending' and w.next_attempt_at <= v_at
                and w.created_at > v_at - interval '23 hours'
            order by w.next_attempt_at
            limit p_limit
            for update of w skip locked
        )
        returning t.*
    loop
        v_count := v_count + 1;
        return next billing.top_up_request(v_top_up);
    end loop;

    for v_due in
        select s.user_id, s.threshold, s.ceiling, k.id as pack, k.credits, k.valid_days, k.unit_amount, k.currency,
            c.payment_method_id
        from billing.top_up_settings s
        join auth.users u on u.id = s.user_id and u.deleted_at is null
        join billing.packs k on k.id = s.pack and k.is_sold
        join billing.customers c on c.user_id = s.user_id and c.payment_method_id is not null
        join credits.accounts a on a.user_id = s.user_id
        where
            s.is_enabled and s.next_attempt_at <= v_at
            -- What can't be below it isn't reckoned. Of a.user_id: else it would be, before they are joined.
            and (a.available < s.threshold or a.debt > 0 or a.next_expiry_at <= v_at)
            and billing.available_of(a.user_id) < s.threshold
            and not exists (
                select from billing.top_ups t where t.user_id = s.user_id and t.status = 'pending'
            )
            -- Whoever disputes a payment isn't charged again by itself.
            and not exists (
                select from billing.payments p where p.user_id = s.user_id and p.disputed > 0
            )
            and k.unit_amount + coalesce(
                (
                    select sum(t.unit_amount)
                    from billing.top_ups t
                    where t.user_id = s.user_id and t.month = v_month and t.status <> 'declined'
                ),
                0
            ) <= s.ceiling
        order by s.next_attempt_at, s.user_id
        limit greatest(p_limit - v_count, 0)
        for update of s skip locked
    loop
        -- Looked at again, now that it is locked: another worker may have come before.
        continue when billing.available_of(v_due.user_id) >= v_due.threshold or exists (
            select from billing.top_ups t where t.user_id = v_due.user_id and t.status = 'pending'
        ) or v_due.unit_amount + (
            select coalesce(sum(t.unit_amount), 0)
            from billing.top_ups t
            where t.user_id = v_due.user_id and t.month = v_month and t.status <> 'declined'
        ) > v_due.ceiling;

        insert into billing.top_ups (
            user_id, pack, credits, valid_days, unit_amount, currency, payment_method_id, month, next_attempt_at
        ) values (
            v_due.user_id, v_due.pack, v_due.credits, v_due.valid_days, v_due.unit_amount, v_due.currency,
            v_due.payment_method_id, v_month, v_at + interval '5 minutes'
        )
        returning * into v_top_up;
        return next billing.top_up_request(v_top_up);
    end loop;
end
$$;

grant execute on function billing.claim_top_ups(integer) to service_role;
comment on function billing.claim_top_ups(integer) is
    'Up to p_limit top-ups that are due, for the caller alone to post to Stripe and tell billing.settle_top_up of within 5 minutes. Raises TH001 with the field.';
