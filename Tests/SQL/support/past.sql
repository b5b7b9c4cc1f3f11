-- The number of a transaction that has ended and of which nothing is sealed; a later one for a higher p_n.
create function tests.past(p_n integer) returns xid8 language sql stable as $$
    select (
        coalesce(
            (select s.to_xid::text::bigint from audit.seals s order by s.number desc limit 1), 0
        ) + 1 + p_n
    )::text::xid8
$$;
