-- Without more than user, amount and source a grant never expires and has the middle priority.
begin;
select plan(4);

select tests.a_user() as user_id \gset
create temporary table answer on commit drop as
select g.* from credits.grant_credits(:'user_id', 1, 'purchase') g;

select is(a.expires_at::timestamptz, null, 'never expires') from answer a;
select is(a.priority, 100, 'priority 100') from answer a;
select is(a.metadata::jsonb, '{}', 'no metadata') from answer a;
select is_empty(
    format('select from credits.idempotency_keys where user_id = %L', :'user_id'),
    'no key is kept'
);

select * from finish();
rollback;
