-- Archives every month in which a user had an entry or a reservation and that is over for 3 months.
create function tests.archive(p_user_id uuid) returns void language sql volatile as $$
    select credits.archive(m.period)
    from (
        select to_char(l.created_at at time zone 'UTC', 'YYYY-MM') as period
        from credits.ledger_entries l
        where l.user_id = p_user_id and l.created_at < now() - interval '4 months'
        union
        select to_char(r.created_at at time zone 'UTC', 'YYYY-MM')
        from credits.reservations r
        where r.user_id = p_user_id and r.created_at < now() - interval '4 months'
    ) m
    order by m.period
$$;
