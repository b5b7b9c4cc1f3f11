-- Available, held and owed, as they are now.
create function tests.balance(p_user_id uuid) returns text language sql volatile as $$
    select format('%s available, %s held, %s owed', b.available, b.held, b.debt)
    from credits.current_balance(p_user_id) b
$$;
