create or replace function billing.request(
    p_user_id uuid,
    p_id uuid,
    p_step text,
    p_path text,
    p_parameters jsonb,
    p_subject text
)
returns billing.stripe_request
language sql
stable
security invoker
begin atomic
    select (
        p_user_id, p_id, p_step, p_path,
        format(
            'thin %s %s %s', p_step, p_subject,
            left(encode(sha256(convert_to(p_parameters::text, 'UTF8')), 'hex'), 32)
        ),
        p_parameters, null
    )::billing.stripe_request;
end;

comment on function billing.request(uuid, uuid, text, text, jsonb, text) is
    'A request to Stripe, whose idempotency key is of its subject and of all that it says: Stripe refuses one that comes again with something else.';
