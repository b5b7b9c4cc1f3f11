-- What a user's counters say, a line a counter.
create function tests.used(p_user_id uuid) returns text language sql volatile as $$
    select string_agg(
        format('%s a %s: %s in %s', c.meter, c.per, c.quantity, c.events), ', '
        order by c.meter, c.per, c.starts_on
    )
    from usage.counters c
    where c.user_id = p_user_id
$$;
