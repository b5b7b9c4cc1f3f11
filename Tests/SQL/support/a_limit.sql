-- A class of its own, and a view that counts for it.
create function tests.a_limit(p_requests integer, p_period interval default '1 day') returns void
language sql volatile as $$
    insert into ops.rate_classes (id, description) values ('planted', 'x');
    insert into ops.rates (class, requests, period) values ('planted', p_requests, p_period);
    insert into ops.rate_limits (kind, name, class) values ('view', 'planted', 'planted');
$$;
