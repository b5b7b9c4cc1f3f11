create or replace function api.subscribe(
    user_id uuid,
    plan text,
    cycle text default 'monthly',
    with_trial boolean default false,
    renews_itself boolean default true
)
returns billing.subscriptions
language sql
volatile
security invoker
begin atomic
    select billing.subscribe(
        p_user_id => subscribe.user_id,
        p_plan => subscribe.plan,
        p_cycle => subscribe.cycle,
        p_with_trial => subscribe.with_trial,
        p_renews_itself => subscribe.renews_itself
    );
end;

grant execute on function api.subscribe(uuid, text, text, boolean, boolean) to service_role;
comment on function api.subscribe(uuid, text, text, boolean, boolean) is
    'See billing.subscribe. Raises TH001, TH404, TH412, TH416.';
