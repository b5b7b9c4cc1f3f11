-- Who has bought as often as one may can still stop being charged.
begin;
select plan(3);

select jsonb_build_object('role', 'authenticated', 'sub', tests.a_user()) as claims \gset
select count(tests.turn(:'claims', null, '{function create_checkout}')) from generate_series(1, 20) \gset
select matches(tests.turn(:'claims', null, '{function create_checkout}'), '^TH429', 'nothing more is bought');
select matches(tests.turn(:'claims', null, '{function set_top_up}'), '^TH429', 'nor agreed to');
select matches(tests.turn(:'claims', null, '{function stop_top_up}'), '^"balance_and_usage"', 'but ended');

select * from finish();
rollback;
