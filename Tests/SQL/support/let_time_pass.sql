-- Moves everything of a user into the past, which is the same as waiting, without waiting.
create function tests.let_time_pass(p_user_id uuid, p_interval interval) returns void
language plpgsql volatile as $$
declare
    v_role text := current_setting('session_replication_role');
begin
    perform set_config('session_replication_role', 'replica', true);
    update credits.accounts a
    set
        created_at = a.created_at - p_interval,
        held_since = a.held_since - p_interval,
        next_expiry_at = a.next_expiry_at - p_interval
    where a.user_id = p_user_id;
    update credits.grants g
    set
        created_at = g.created_at - p_interval,
        effective_at = g.effective_at - p_interval,
        expires_at = g.expires_at - p_interval
    where g.user_id = p_user_id;
    update credits.reservations r
    set
        created_at = r.created_at - p_interval,
        expires_at = r.expires_at - p_interval,
        settled_at = r.settled_at - p_interval
    where r.user_id = p_user_id;
    update credits.ledger_entries l
    set created_at = l.created_at - p_interval
    where l.user_id = p_user_id;
    perform set_config('session_replication_role', v_role, true);
end
$$;
