-- An archived reservation is settled, not unknown; it can be refunded and compensated.
begin;
select plan(9);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as confirmed \gset
select credits.confirm(:'user_id', :'confirmed', p_idempotency_key => 'k')::text as first \gset
select tests.reserved(:'user_id', 2) as released \gset
select credits.release(:'user_id', :'released');
select tests.reserved(:'user_id', 2) as expired \gset
select tests.let_time_pass(:'user_id', '1 hour');
select credits.sweep();
select tests.let_time_pass(:'user_id', '200 days');
select tests.archive(:'user_id');

select is(tests.refusal(format('select credits.confirm(%L, %L)', :'user_id', :'confirmed')), 'TH410', 'confirm');
select is(tests.refusal(format('select credits.release(%L, %L)', :'user_id', :'confirmed')), 'TH410', 'release');
select is(tests.refusal(format('select credits.release(%L, %L)', :'user_id', :'released')), 'TH410', 'a released one');
select is(tests.refusal(format('select credits.confirm(%L, %L)', :'user_id', :'expired')), 'TH411', 'an expired one');
select is(
    credits.confirm(:'user_id', :'confirmed', p_idempotency_key => 'k')::text, :'first', 'a replay'
);
select is(format('%s of %s', r.refunded, r.charged), '1 of 4', 'refund')
from credits.refund(:'user_id', :'confirmed', 1) r;
select is(c.amount::numeric, 3::numeric, 'compensation')
from credits.queue_compensation(:'user_id', :'confirmed') c;
select is(tests.remaining(:'user_id'), array[7]::numeric[], 'to the grant that was drawn');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
