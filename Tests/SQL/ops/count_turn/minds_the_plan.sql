-- A plan may be allowed more or less than its class says.
begin;
select plan(7);

select tests.a_limit(1);
select tests.a_user() as user_id \gset
select tests.a_user() as other_id \gset
insert into ops.rates (plan, class, requests, period) values ('pro', 'planted', 2, '1 hour');
select tests.put_on_plan(:'user_id', 'pro');
select matches(tests.turn(jsonb_build_object('sub', :'user_id')), '^"planted";q=2;w=3600 ', 'the plan''s');
select matches(tests.turn(jsonb_build_object('sub', :'other_id')), '^"planted";q=1;w=86400 ', 'everybody else''s');
select matches(tests.turn('{"sub": "painter"}'), '^"planted";q=1;', 'also of whoever can have no plan');
select ops.set_rate('planted', null, null, 'pro');
select matches(
    tests.turn(jsonb_build_object('sub', :'user_id')), '^"planted";q=1;w=86400 "planted";r=0;',
    'once it has ended as everybody, whatever was counted by it'
);
select matches(tests.turn(jsonb_build_object('sub', :'user_id')), '^TH429 86400 ', 'and counted');
select matches(
    tests.turn(jsonb_build_object('sub', :'other_id')), '^TH429 86400 ', 'while others are not counted anew'
);
update ops.rate_classes set is_enabled = false where id = 'planted';
select is(tests.turn(jsonb_build_object('sub', :'user_id')), null, 'none while the class is switched off');

select * from finish();
rollback;
