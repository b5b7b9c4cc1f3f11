-- In every state, each function does what that state allows and refuses what it doesn't.
begin;
select plan(49);

select tests.a_priced_plan('team', 2000, 20000, 1, 14);
select tests.a_priced_plan('company', 9000, null, 2);

-- A user whose subscription is in a state at 2027-03-01.
create function tests.a_subscriber(p_state text) returns uuid language plpgsql volatile as $$
declare
    v_id uuid := tests.a_user();
    v_at timestamptz := '2027-02-01 00:00+00';
begin
    case p_state
        when 'none' then return v_id;
        when 'trialing' then perform billing.subscribe(v_id, 'team', 'monthly', true, p_at => '2027-02-20 00:00+00');
        when 'active' then perform billing.subscribe(v_id, 'team', p_at => v_at);
        when 'past_due' then
            perform billing.subscribe(v_id, 'team', p_renews_itself => false, p_at => '2027-01-28 00:00+00');
        when 'paused' then
            perform billing.subscribe(v_id, 'team', p_at => v_at);
            perform billing.pause_subscription(v_id, v_at + interval '1 day');
        when 'canceled' then
            perform billing.subscribe(v_id, 'team', p_at => v_at);
            perform billing.cancel_subscription(v_id, false, v_at + interval '1 day');
        when 'expired' then
            perform billing.subscribe(v_id, 'team', p_renews_itself => false, p_at => '2026-12-01 00:00+00');
    end case;
    return v_id;
end
$$;

create function tests.outcome_of(p_sql text) returns text language plpgsql volatile as $$
declare
    v_status text;
begin
    execute p_sql into v_status;
    return v_status;
exception
    when others then
        return sqlstate;
end
$$;

select is(
    tests.outcome_of(
        format('select (billing.%s).status', format(f.call, tests.a_subscriber(s.state), '2027-03-01 00:00+00'))
    ),
    f.results[s.position], format('%s: %s', s.state, f.call)
)
from unnest(
    array['none', 'trialing', 'active', 'past_due', 'paused', 'canceled', 'expired']
) with ordinality as s (state, position)
cross join (values
    (
        'subscribe(%L, ''team'', p_at => %L)',
        array['active', 'TH416', 'TH416', 'TH416', 'TH416', 'active', 'active']
    ),
    (
        'change_plan(%L, ''company'', p_at => %L)',
        array['TH404', 'trialing', 'active', 'TH415', 'TH415', 'TH404', 'TH404']
    ),
    (
        'cancel_subscription(%L, p_at => %L)',
        array['TH404', 'trialing', 'active', 'canceled', 'canceled', 'TH404', 'TH404']
    ),
    (
        'cancel_subscription(%L, false, %L)',
        array['TH404', 'canceled', 'canceled', 'canceled', 'canceled', 'TH404', 'TH404']
    ),
    (
        'pause_subscription(%L, %L)',
        array['TH404', 'TH415', 'paused', 'TH415', 'paused', 'TH404', 'TH404']
    ),
    (
        'resume_subscription(%L, %L)',
        array['TH404', 'TH415', 'TH415', 'TH415', 'active', 'TH404', 'TH404']
    ),
    (
        'renew_subscription(%L, %L)',
        array['TH404', 'TH415', 'TH415', 'active', 'TH415', 'TH404', 'TH404']
    )
) as f (call, results);

select * from finish();
rollback;
