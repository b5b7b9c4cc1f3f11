-- Of all pairs of states exactly the listed ones are possible, whoever tries; what has ended stays so.
begin;
select plan(44);

select is(
    coalesce(
        tests.refusal(
            format(
                'insert into billing.subscriptions (user_id, plan, cycle, status, unit_amount, currency,
                    anchor_at, current_period_start_at, current_period_end_at, trial_end_at, ended_at,
                    paused_at)
                values (%L, ''pro'', ''monthly'', %L, 0, ''usd'', now(), now(), now() + ''1 day'',
                    now() + ''1 day'', %L, %L)',
                tests.a_user(), s.status,
                case when s.status in ('canceled', 'expired') then now() end,
                case when s.status = 'paused' then now() end
            )
        ),
        'done'
    ),
    case when s.status in ('trialing', 'active') then 'done' else 'TH415 subscription' end,
    format('begins %s', s.status)
)
from unnest(array['trialing', 'active', 'past_due', 'paused', 'canceled', 'expired']) as s (status);

create function tests.in_state(p_status text) returns uuid language plpgsql volatile as $$
declare
    v_id uuid := tests.a_member(p_plan => 'pro');
begin
    perform tests.tamper(
        format(
            'update billing.subscriptions set status = %L,
                trial_end_at = current_period_end_at,
                ended_at = case when %1$L in (''canceled'', ''expired'') then now() end,
                paused_at = case when %1$L = ''paused'' then now() end
            where user_id = %L', p_status, v_id
        )
    );
    return v_id;
end
$$;
select is(
    coalesce(
        tests.refusal(
            format(
                'update billing.subscriptions set status = %L,
                    ended_at = case when %1$L in (''canceled'', ''expired'') then now() end,
                    paused_at = case when %1$L = ''paused'' then now() end
                where user_id = %L', t.status, tests.in_state(f.status)
            )
        ),
        'done'
    ),
    case
        when f.status in ('canceled', 'expired') then 'TH415 subscription'
        when f.status = t.status then 'done'
        when exists (
            select from billing.subscription_transitions a
            where a.from_status = f.status and a.to_status = t.status
        ) then 'done'
        else 'TH415 subscription'
    end,
    format('%s to %s', f.status, t.status)
)
from unnest(array['trialing', 'active', 'past_due', 'paused', 'canceled', 'expired']) as f (status)
cross join unnest(array['trialing', 'active', 'past_due', 'paused', 'canceled', 'expired']) as t (status);

select results_eq(
    $$select string_agg(to_status, ' ' order by to_status collate "C")
    from billing.subscription_transitions group by from_status order by from_status$$,
    $$values ('canceled past_due paused'), ('active canceled expired'), ('active canceled'),
        ('active canceled past_due')$$,
    'the list'
);
select results_eq(
    $$select distinct from_status::text from billing.subscription_transitions order by 1$$,
    $$values ('active'), ('past_due'), ('paused'), ('trialing')$$,
    'of four states'
);

select * from finish();
rollback;
