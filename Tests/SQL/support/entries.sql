-- A user's ledger, a line an entry: kind, amount, balance.
create function tests.entries(p_user_id uuid) returns setof text language sql volatile as $$
    select format('%s %s -> %s', l.kind, l.amount, l.balance)
    from credits.ledger_entries l
    where l.user_id = p_user_id
    order by l.sequence
$$;
