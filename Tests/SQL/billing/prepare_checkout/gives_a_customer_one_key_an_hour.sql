-- A customer's request has one key for a user and hour: those at once make one customer at Stripe, which keeps a failure,
-- though, and would answer with it for a day.
begin;
select plan(6);

select tests.a_pack();
select tests.a_member('ada@example.com') as user_id \gset
select tests.a_user() as other \gset
create function tests.customer_key(p_user_id uuid) returns text language sql volatile as $$
    select r.idempotency_key from billing.prepare_checkout(p_user_id, 'planted') r where r.step = 'customer'
$$;
-- An hour may end meanwhile.
create function tests.hours_since(p_at timestamptz) returns text language sql volatile as $$
    select string_agg(to_char(h at time zone 'UTC', 'YYYY-MM-DD HH24'), '|')
    from generate_series(date_trunc('hour', p_at, 'UTC'), clock_timestamp(), interval '1 hour') h
$$;
select clock_timestamp() as began_at \gset
select tests.customer_key(:'user_id') as key \gset
set local timezone = 'Asia/Kolkata';
select tests.customer_key(:'user_id') as again \gset
select tests.customer_key(:'other') as foreign \gset
update auth.users u set email = 'lovelace@example.com' where u.id = :'user_id';
select tests.customer_key(:'user_id') as moved \gset
select tests.hours_since(:'began_at') as hours \gset

select matches(:'key'::text, format('^thin customer (%s) %s [0-9a-f]{32}$', :'hours', :'user_id'), 'of the user and hour');
select matches(:'again'::text, format('^thin customer (%s) %s [0-9a-f]{32}$', :'hours', :'user_id'), 'of UTC');
select is(:'again' = :'key' or :'hours' ~ '\|', true, 'the same for another checkout');
select matches(:'foreign'::text, format('^thin customer (%s) %s [0-9a-f]{32}$', :'hours', :'other'), 'another user''s');
-- Stripe refuses a key that comes again with something else.
select is(:'moved' = :'key', false, 'another with another address');
select is(length(:'key') <= 255, true, 'not longer than Stripe takes');

select * from finish();
rollback;
