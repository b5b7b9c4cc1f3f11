-- A day on which nothing was charged is a point too, so that whoever draws a line has all of it.
-- Definer because users can't refuse an argument by a registered error; it is of the user who asks alone.
create or replace function api.credits_by_day(
    days integer default 30,
    time_zone text default 'UTC'
)
returns setof credits.day_total
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid := auth.uid();
    v_today date;
begin
    if coalesce(credits_by_day.days not between 1 and 366, true) then
        perform ops.fail('TH001', 'days', 'days is 1 to 366');
    end if;
    begin
        v_today := (statement_timestamp() at time zone left(credits_by_day.time_zone, 100))::date;
    exception
        when invalid_parameter_value then
            perform ops.fail('TH001', 'time_zone', 'time zone is a name such as Europe/Paris');
    end;
    if v_today is null then
        perform ops.fail_argument('time_zone', null);
    end if;

    return query
    select d.day::date, coalesce(c.spent, 0), coalesce(c.charges, 0)
    from generate_series(
        (v_today - credits_by_day.days + 1)::timestamp, v_today::timestamp, interval '1 day'
    ) d (day)
    left join (
        select
            (l.created_at at time zone credits_by_day.time_zone)::date as day,
            trim_scale(sum(-l.amount)) as spent,
            count(distinct l.reservation_id) as charges
        from credits.all_entries l
        where
            l.user_id = v_user_id
            and l.kind in ('charge', 'debt')
            and l.created_at
            >= (v_today - credits_by_day.days + 1)::timestamp at time zone credits_by_day.time_zone
        group by 1
    ) c on c.day = d.day::date
    where v_user_id is not null
    order by d.day;
end
$$;

grant execute on function api.credits_by_day(integer, text) to authenticated;
comment on function api.credits_by_day(integer, text) is
    'What the user who asks was charged on each of so many days up to today, as days begin in a time zone. Raises TH001 with the field.';
