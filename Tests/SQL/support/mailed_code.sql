-- The code in the newest mail to an address.
create function tests.mailed_code(p_email text) returns text language sql stable as $$
    select substring(o.body from 'code is (\d{6})')
    from ops.outbox o
    where o.recipient = p_email
    order by o.id desc
    limit 1
$$;
