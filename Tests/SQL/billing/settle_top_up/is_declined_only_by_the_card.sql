-- Stripe calls a limit of its own, a key in use or a wrong secret an invalid request: none is the card's fault, so each
-- leaves the top-up pending rather than count as a decline.
begin;
select plan(11);

select tests.a_saver() as user_id \gset
select (c).id from billing.claim_top_ups() c \gset
select is(
    (billing.settle_top_up(:'user_id', :'id', jsonb_build_object('error', a.error::jsonb || '{"type": "invalid_request_error"}'))).status,
    'pending', a.error
)
from unnest(array[
    '{"code": "rate_limit"}', '{"code": "lock_timeout"}', '{"code": "idempotency_key_in_use"}',
    '{"message": "Invalid API Key provided"}', '{"code": "api_key_expired"}', '{"code": "secret_key_required"}',
    '{"code": "livemode_mismatch"}'
]) as a (error);
select is((select s.declines from billing.top_up_settings s where s.user_id = :'user_id'), 0, 'none counts');
select is(
    (billing.settle_top_up(:'user_id', :'id', '{"error": {"type": "invalid_request_error", "code": "resource_missing", "param": "payment_method"}}')).status,
    'declined', 'a card that is gone'
);
select is((select s.declines from billing.top_up_settings s where s.user_id = :'user_id'), 1, 'counts');

select tests.a_saver() as user_id \gset
select (c).id from billing.claim_top_ups() c \gset
select is(
    (billing.settle_top_up(:'user_id', :'id', '{"error": {"type": "invalid_request_error", "param": "payment_method"}}')).status,
    'declined', 'named without a code'
);

select * from finish();
rollback;
