-- The id of a new reservation.
create function tests.reserved(p_user_id uuid, p_amount numeric, p_ttl interval default '15 minutes') returns uuid
language sql volatile as $$
    select r.id from credits.reserve(p_user_id, p_amount, 'story', p_ttl => p_ttl) r
$$;
