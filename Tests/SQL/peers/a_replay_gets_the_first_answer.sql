-- Elsewhere a replayed key was answered with a conflict. Here it is answered with the first
-- answer, also when the reservation was settled or nothing is left; only another request is a
-- conflict.
begin;
select plan(4);

select tests.a_user(5) as user_id \gset
create temporary table first on commit drop as
select r.* from credits.reserve(:'user_id', 5, 'story', p_idempotency_key => 'k') r;
select f.id from first f \gset
create temporary table confirmed on commit drop as
select r.* from credits.confirm(:'user_id', :'id', p_idempotency_key => 'k') r;

select results_eq(
    format('select r.* from credits.reserve(%L, 5, ''story'', p_idempotency_key => ''k'') r', :'user_id'),
    'select * from first',
    'the reservation as it was'
);
select results_eq(
    format('select r.* from credits.confirm(%L, %L, p_idempotency_key => ''k'') r', :'user_id', :'id'),
    'select * from confirmed',
    'the confirm, not that it is settled'
);
select is(
    tests.refusal(format('select credits.reserve(%L, 4, ''story'', p_idempotency_key => ''k'')', :'user_id')),
    'TH409',
    'another request'
);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'charged once');

select * from finish();
rollback;
