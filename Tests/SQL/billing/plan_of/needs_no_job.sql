-- At every moment the plan is what billing.advance would make of the subscription, whether it ran or not.
begin;
select plan(36);

select tests.a_priced_plan('small', 500, 5000, 1);
select tests.a_priced_plan('large', 900, 9000, 2);

create temporary table story on commit drop as
select
    c.name, tests.a_user() as user_id, c.renews_itself, c.cancels, c.plan, c.trial
from (values
    ('renewing', true, false, null, false), ('canceled at its end', true, true, null, false),
    ('waiting for a payment', false, false, null, false),
    ('waiting, and canceled', false, true, null, false),
    ('downgraded', true, false, 'small', false), ('downgraded and waiting', false, false, 'small', false)
) as c (name, renews_itself, cancels, plan, trial);
select
    billing.subscribe(s.user_id, 'large', 'monthly', false, s.renews_itself, '2028-01-31 12:00+00')
from story s;
select billing.cancel_subscription(s.user_id, true, '2028-02-01 00:00+00') from story s where s.cancels;
select billing.change_plan(s.user_id, s.plan, null, '2028-02-01 00:00+00') from story s
where s.plan is not null;

create function tests.advanced_plan(p_user_id uuid, p_at timestamptz) returns text
language plpgsql volatile as $$
declare
    v_subscription billing.subscriptions;
    v_plan text := 'free';
begin
    begin
        v_subscription := billing.find_subscription(p_user_id, p_at);
        v_plan := v_subscription.plan;
        raise exception using errcode = 'XX111';
    exception
        when sqlstate 'XX111' or sqlstate 'TH404' then
            return v_plan;
    end;
end
$$;

select is(
    billing.plan_of(s.user_id, m.at), tests.advanced_plan(s.user_id, m.at),
    format('%s at %s', s.name, m.at)
)
from story s
cross join unnest(
    array[
        '2028-02-29 11:59:59.999999+00', '2028-02-29 12:00+00', '2028-03-07 11:59:59.999999+00',
        '2028-03-07 12:00+00', '2029-01-01 00:00+00', '2028-02-01 00:00+00'
    ]::timestamptz[]
) as m (at)
order by s.name, m.at;

select * from finish();
rollback;
