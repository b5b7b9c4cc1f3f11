-- A day later than the last month that was dropped: for so long a reservation of that month may have held credits.
create or replace function credits.history_begins_at()
returns timestamptz
language sql
stable
security invoker
begin atomic
    select coalesce(max(d.before) + interval '1 day', '-infinity') from credits.drops d;
end;

grant execute on function credits.history_begins_at() to authenticated, service_role;
comment on function credits.history_begins_at() is
    'From when on what happened is known in full; earlier months were dropped.';
