-- What remains of each of a user's grants, in the order in which they were given.
create function tests.remaining(p_user_id uuid) returns numeric[] language sql volatile as $$
    select array_agg(g.remaining order by g.sequence)
    from credits.grants g
    where g.user_id = p_user_id
$$;
