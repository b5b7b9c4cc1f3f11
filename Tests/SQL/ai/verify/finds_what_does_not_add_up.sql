-- Whatever is changed behind its back is found.
begin;
select plan(20);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
insert into ai.budgets (user_id, period, amount) values (:'user_id', 'month', 50);
select a as settled from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as free from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select tests.admit(tests.model_call(:'user_id', 'm'));
select tests.settled(:'settled');
select tests.settled(:'free', '{"outcome": "refused", "has_output": false}');
select is_empty(format('select * from ai.verify(%L)', :'user_id'), 'sound');
create function tests.found(p_user_id uuid, p_sql text) returns text
language plpgsql volatile as $$
declare
    v_found text;
begin
    begin
        perform tests.tamper(format(p_sql, p_user_id));
        select string_agg(distinct v.invariant, '; ' order by v.invariant) into v_found from ai.verify(p_user_id) v;
        raise exception using errcode = 'XX111';
    exception
        when sqlstate 'XX111' then
            return v_found;
    end;
end
$$;
select ok(tests.found(:'user_id', t.sql) like '%' || t.invariant || '%', t.sql)
from (
    values
        ('update ai.calls set price_id = gen_random_uuid() where user_id = %L', 'the price of its model and time'),
        ('update ai.calls set created_at = created_at - interval ''2 days'' where user_id = %L', 'the price of its model'),
        ('update ai.calls set output_tokens = 51 where user_id = %L and charge > 0', 'can be recomputed'),
        ('update ai.calls set credits_per_usd = 1 where user_id = %L', 'can be recomputed'),
        ('update ai.calls set earlier = ''{"(1,0,0,0,1,0)"}'' where user_id = %L', 'can be recomputed'),
        ('update ai.calls set cost = 0.05 where user_id = %L and charge > 0', 'can be recomputed'),
        ('update ai.calls set charge = 0.05 where user_id = %L and charge > 0', 'is charged its cost'),
        ('update ai.calls set charge = 0.05 where user_id = %L and charge > 0', 'is charged what its call is'),
        ('update ai.calls set hold = 5 where user_id = %L and settled_at is null', 'has its reservation'),
        ('update ai.calls set reservation_id = gen_random_uuid() where user_id = %L', 'has its reservation'),
        ('delete from credits.reservations where user_id = %L', 'has its reservation'),
        (
            'update credits.reservations set status = ''reserved'', settled_at = null where user_id = %L and status = ''released''',
            'holds nothing'
        ),
        ('update ai.sweeps set swept_to = now() + interval ''1 day'' where %L is not null', 'before swept_to'),
        ('update ai.budget_counters set held = 5 where user_id = %L', 'what a budget holds'),
        ('update ai.budget_counters set spent = 5 where user_id = %L', 'what a budget spent'),
        ('delete from ai.calls where user_id = %L and charge > 0', 'what a budget spent'),
        ('update ai.prices set rates.output = 11 where %L is not null', 'can be recomputed')
) t (sql, invariant);
select is_empty('select * from ai.verify()', 'nothing of it stays');
select is_empty(
    format('select * from ai.verify(%L)', gen_random_uuid()), 'who is not there is sound'
);

select * from finish();
rollback;
