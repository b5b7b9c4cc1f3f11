-- Runs p_sql as an administrator who has switched triggers and foreign keys off.
create function tests.tamper(p_sql text) returns void language plpgsql volatile as $$
declare
    v_role text := current_setting('session_replication_role');
begin
    perform set_config('session_replication_role', 'replica', true);
    execute p_sql;
    perform set_config('session_replication_role', v_role, true);
end
$$;
