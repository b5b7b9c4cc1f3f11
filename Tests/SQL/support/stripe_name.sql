-- The id of something at Stripe that belongs to something of ours.
create function tests.stripe_name(p_prefix text, p_id uuid, p_suffix text default '') returns text
language sql immutable as $$
    select p_prefix || '_' || replace(p_id::text, '-', '') || p_suffix
$$;
