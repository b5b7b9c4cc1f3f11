-- True without any job having run: what a subscription becomes at its period's end is reckoned here as
-- billing.advance would write it.
create or replace function billing.plan_of(
    p_user_id uuid,
    p_at timestamptz default statement_timestamp()
)
returns text
language sql
stable
security invoker
begin atomic
    select coalesce(
        (
            select
                case
                    when s.current_period_end_at > p_at or not s.renews_itself then s.plan
                    else coalesce(s.pending_plan, s.plan)
                end
            from billing.subscriptions s
            cross join billing.settings o
            where
                s.user_id = p_user_id
                and s.status in ('trialing', 'active', 'past_due')
                and (
                    s.current_period_end_at > p_at
                    or (
                        not (s.cancel_at_period_end and s.status <> 'past_due')
                        and (
                            (s.renews_itself and s.status <> 'past_due')
                            or s.current_period_end_at + make_interval(hours => 24 * o.grace_days) > p_at
                        )
                    )
                )
        ),
        'free'
    );
end;

grant execute on function billing.plan_of(uuid, timestamptz) to authenticated, service_role;
comment on function billing.plan_of(uuid, timestamptz) is
    'The plan that a user has at p_at by subscription; free for whoever has none, or of whom the caller may not know.';
