-- Who goes from one plan to another and back is not counted anew: not by a change of plans, nor by one of an end.
begin;
select plan(7);

select tests.a_limit(2);
insert into ops.rates (plan, class, requests, period) values ('pro', 'planted', 3, '1 day');
select tests.a_user() as user_id \gset
create function tests.on_plan(p_user_id uuid, p_plan text) returns text language plpgsql volatile as $$
begin
    perform tests.put_on_plan(p_user_id, p_plan);
    return split_part(tests.turn(jsonb_build_object('sub', p_user_id)), ' ', 2);
end
$$;
select is(tests.on_plan(:'user_id', 'free'), '"planted";r=1;t=43200', 'one of two');
select is(tests.on_plan(:'user_id', 'pro'), '"planted";r=0;t=72000', 'is most of three');
select is(tests.on_plan(:'user_id', 'free'), '28800', 'nothing is left');
select is(tests.on_plan(:'user_id', 'pro'), '14400', 'on neither');
select is(tests.on_plan(:'user_id', 'free'), '28800', 'as often as one goes');
select ops.set_rate('planted', 9, '1 day', 'pro', '2999-01-01');
select is(tests.on_plan(:'user_id', 'pro'), '14400', 'nor when its end is set');
select ops.set_rate('planted', 4, '1 day', 'pro');
select is(tests.on_plan(:'user_id', 'pro'), '"planted";r=3;t=21600', 'but when it is another');

select * from finish();
rollback;
