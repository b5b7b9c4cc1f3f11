-- Unknown and another users alike are not found; what has ended says how.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select tests.reserved(:'user_id', 1) as live \gset
select tests.reserved(:'user_id', 1) as confirmed \gset
select tests.reserved(:'user_id', 1) as released \gset
select tests.reserved(:'user_id', 1) as expired \gset
select credits.confirm(:'user_id', :'confirmed'), credits.release(:'user_id', :'released');

select is(credits.unsettleable_code(:'user_id', gen_random_uuid()), 'TH404', 'unknown');
select is(credits.unsettleable_code(:'other', :'confirmed'), 'TH404', 'another user''s');
select is(credits.unsettleable_code(:'user_id', :'confirmed'), 'TH410', 'confirmed');
select is(credits.unsettleable_code(:'user_id', :'released'), 'TH410', 'released');
select is(credits.unsettleable_code(:'user_id', :'live'), 'TH411', 'out of time, not yet swept');
select tests.let_time_pass(:'user_id', '1 hour');
select credits.sweep();
select is(credits.unsettleable_code(:'user_id', :'expired'), 'TH411', 'swept');

select * from finish();
rollback;
