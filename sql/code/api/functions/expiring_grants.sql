-- What live reservations hold of a grant does not expire under them, so it is left out.
create or replace function api.expiring_grants(within interval default '7 days')
returns setof credits.expiring_grant
language sql
stable
security invoker
begin atomic
    select (g.id, g.source, a.amount, g.expires_at)::credits.expiring_grant
    from credits.allocations((select auth.uid()), p_live_after => statement_timestamp()) a
    join credits.grants g on g.user_id = (select auth.uid()) and g.id = a.grant_id
    where
        a.reservation_id is null
        and g.expires_at > statement_timestamp()
        -- No interval reaches beyond the end of time.
        and g.expires_at
            <= statement_timestamp() + least(greatest(expiring_grants.within, '0'), interval '1000 years')
    order by g.expires_at, g.sequence;
end;

grant execute on function api.expiring_grants(interval) to authenticated;
comment on function api.expiring_grants(interval) is
    'What the user has in grants that expire within an interval, the soonest first.';
