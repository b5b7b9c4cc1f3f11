-- Whoever finds a device signed in, or steals a token, must not end the account by it: only a session that was begun
-- just now does, which takes the password or a mail.
-- Definer because users have no right on the tables.
create or replace function api.delete_my_account()
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_fresh_for constant interval := interval '10 minutes';
    v_claims jsonb := auth.jwt();
    v_user_id uuid := auth.uid();
begin
    if v_claims ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'an account is not deleted by a key');
    elsif not identity.is_ours() then
        perform ops.fail('TH403', 'account', 'accounts are kept by another service');
    elsif not exists (
        select from auth.sessions s
        where
            s.user_id = v_user_id and s.id::text = v_claims ->> 'session_id'
            and s.created_at > clock_timestamp() - c_fresh_for
    ) then
        perform ops.fail('TH403', 'session', 'sign in again, then delete the account within ten minutes');
    end if;
    perform ops.erase_account(v_user_id, 'the user asked for it', v_user_id);
end
$$;

grant execute on function api.delete_my_account() to authenticated;
comment on function api.delete_my_account() is
    'Deletes the account of the user who asks, who signed in within the last ten minutes. See ops.erase_account. Raises TH403, TH404.';
