create or replace function credits.find_archive_month(p_before timestamptz)
returns credits.archive_month
language sql
stable
security invoker
begin atomic
    select (
        to_char(p.starts_at at time zone 'UTC', 'YYYY-MM'), p.starts_at, p.ends_at
    )::credits.archive_month
    from (
        select
            substring(b.bound from 'FROM \(''([^'']+)''\)')::timestamptz as starts_at,
            substring(b.bound from 'TO \(''([^'']+)''\)')::timestamptz as ends_at
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        cross join lateral pg_get_expr(c.relpartbound, c.oid) as b (bound)
        where i.inhparent = 'credits.archived_entries'::regclass
    ) p
    where p.ends_at <= p_before
    order by p.ends_at
    limit 1;
end;

comment on function credits.find_archive_month(timestamptz) is
    'The oldest month of the archive that was over by p_before; null when there is none.';
