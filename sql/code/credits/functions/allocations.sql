create or replace function credits.allocations(
    p_user_id uuid,
    p_settling uuid default null,
    p_live_after timestamptz default '-infinity'
)
returns setof credits.allocation
language sql
stable
security invoker
begin atomic
    select a.*
    from credits.allocate(
        (
            select array_agg(
                (g.id, g.remaining, g.sequence, coalesce(g.expires_at, 'infinity'))::credits.lot
                order by g.priority, g.expires_at, g.sequence
            )
            from credits.grants g
            where g.user_id = p_user_id and not g.is_spent
        ),
        (
            select array_agg(
                (r.id, r.amount, r.sequence, r.created_at)::credits.hold
                order by r.sequence
            )
            from credits.accounts a
            join credits.reservations r on r.user_id = a.user_id and r.created_at >= a.held_since
            where
                a.user_id = p_user_id
                and ((r.status = 'reserved' and r.expires_at > p_live_after) or r.id = p_settling)
        )
    ) a;
end;

grant execute on function credits.allocations(uuid, uuid, timestamptz) to authenticated, service_role;
comment on function credits.allocations(uuid, uuid, timestamptz) is
    'What each live reservation of a user holds of each grant, in draw order, then (reservation null) what none holds. p_settling counts as live whatever its status; reservations that expire by p_live_after do not.';
