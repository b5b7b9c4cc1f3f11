-- In UTC, where no day is longer than another.
create or replace function usage.window_start(p_per text, p_at timestamptz)
returns date
language sql
immutable
security invoker
begin atomic
    select date_trunc(p_per, p_at at time zone 'UTC')::date;
end;

grant execute on function usage.window_start(text, timestamptz) to authenticated, service_role;
comment on function usage.window_start(text, timestamptz) is
    'The first day of the day or month that a moment is counted in.';
