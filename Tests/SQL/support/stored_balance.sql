-- Available, held and owed, as they were last stored.
create function tests.stored_balance(p_user_id uuid) returns text language sql volatile as $$
    select format('%s available, %s held, %s owed', a.available, a.held, a.debt)
    from credits.accounts a
    where a.user_id = p_user_id
$$;
