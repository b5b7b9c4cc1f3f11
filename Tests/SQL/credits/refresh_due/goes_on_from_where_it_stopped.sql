-- With a limit a run answers the user to go on after, also past users who get nothing, and null at
-- the end.
begin;
select plan(4);

insert into auth.users (id)
select format('ffffffff-ffff-4fff-8000-00000000000%s', i)::uuid from generate_series(1, 5) i;
select tests.put_on_plan(format('ffffffff-ffff-4fff-8000-00000000000%s', p.position)::uuid, p.plan)
from unnest(array['pro', 'free', 'free', 'pro', 'pro']) with ordinality as p (plan, position);
create function tests.run(p_limit integer) returns text language plpgsql volatile as $$
declare
    v_batch credits.refresh_batch := (0, 'ffffffff-ffff-4fff-8000-000000000000');
    v_batches integer := 0;
    v_refreshed integer := 0;
begin
    loop
        v_batch := credits.refresh_due(p_limit, v_batch.last_user_id);
        v_batches := v_batches + 1;
        v_refreshed := v_refreshed + v_batch.refreshed;
        exit when v_batch.last_user_id is null;
    end loop;
    return format('%s in %s', v_refreshed, v_batches);
end
$$;

select is(
    credits.refresh_due(1, 'ffffffff-ffff-4fff-8000-000000000001')::text,
    '(0,ffffffff-ffff-4fff-8000-000000000002)',
    'a batch without anybody due'
);
select is(tests.run(2), '3 in 3', 'five users, two at a time');
select is(tests.run(2), '0 in 2', 'again: the two who get nothing are looked at');
select is(
    (
        select count(*)
        from credits.monthly_refreshes r
        where r.user_id > 'ffffffff-ffff-4fff-8000-000000000000'
    ),
    3::bigint,
    'three rows'
);

select * from finish();
rollback;
