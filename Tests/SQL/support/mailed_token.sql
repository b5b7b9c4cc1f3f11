-- The token of the link in the newest mail to an address.
create function tests.mailed_token(p_email text) returns text language sql stable as $$
    select substring(o.body from 'token=(\w+)')
    from ops.outbox o
    where o.recipient = p_email
    order by o.id desc
    limit 1
$$;
