-- What became of a user's subscriptions, in order.
create function tests.history(p_user_id uuid) returns text language sql volatile as $$
    select string_agg(e.kind, ', ' order by s.created_at, e.version)
    from billing.subscription_events e
    join billing.subscriptions s on s.user_id = e.user_id and s.id = e.subscription_id
    where e.user_id = p_user_id
$$;
