-- The invariants of a user that do not hold.
create function tests.broken(p_user_id uuid) returns setof text language sql volatile as $$
    select distinct v.invariant from credits.verify(p_user_id) v order by 1
$$;
