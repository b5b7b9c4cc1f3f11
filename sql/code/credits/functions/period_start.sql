create or replace function credits.period_start(p_period credits.period, p_months integer default 0)
returns timestamptz
language sql
immutable
security invoker
begin atomic
    select
        (
            make_date(left(p_period, 4)::integer, right(p_period, 2)::integer, 1)
            + make_interval(months => p_months)
        ) at time zone 'UTC';
end;

comment on function credits.period_start(credits.period, integer) is
    'The first moment, in UTC, of the month that is p_months after a period.';
