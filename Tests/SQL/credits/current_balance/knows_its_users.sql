-- For somebody without an account there is no balance.
begin;
select plan(1);

select is(credits.current_balance(gen_random_uuid())::text, null, 'null');

select * from finish();
rollback;
