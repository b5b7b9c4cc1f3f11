create or replace function billing.intents_of(p_user_id uuid, p_payment_id uuid)
returns setof text
language sql
stable
security invoker
begin atomic
    select r.id
    from billing.stripe_references r
    where r.owner_id = p_user_id and r.kind = 'payment_intent' and r.object_id = p_payment_id
    union
    select r.id
    from billing.payments p
    join billing.stripe_references r on r.parent_id = p.invoice_id
    where p.user_id = p_user_id and p.id = p_payment_id;
end;

comment on function billing.intents_of(uuid, uuid) is 'The payment intents at Stripe by which a payment was made.';
