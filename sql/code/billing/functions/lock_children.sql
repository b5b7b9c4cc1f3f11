-- Race: whatever is told of a payment intent reads whose it is through its invoice and subscription, whose rows it doesn't
-- lock. So who makes that known waits for it here, and sees what it has written; or it waits, and sees that.
create or replace function billing.lock_children(p_id text)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform
    from billing.stripe_references r
    where r.parent_id = p_id
    order by r.id
    for no key update;
    perform
    from billing.stripe_references r
    where r.parent_id in (select p.id from billing.stripe_references p where p.parent_id = p_id)
    order by r.id
    for no key update;
end
$$;

comment on function billing.lock_children(text) is
    'Locks the invoices and payment intents of a subscription at Stripe, or the payment intents of an invoice, which the caller has locked.';
