-- Whoever finds a device signed in, or steals a token, must not end the account by it: only a session that was begun
-- just now does, which takes the password or a mail.
-- Definer because users have no right on the tables.
create or replace function api.delete_account()
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_fresh_for constant interval := '10 minutes';
    v_claims jsonb := auth.jwt();
    v_user_id uuid := auth.uid();
begin
    if v_claims ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'an account is not deleted by a key');
    elsif not identity.is_ours() then
        perform ops.fail('TH403', 'account', 'accounts are kept by another service');
    end if;
    -- The order in which all take them: account, then sessions.
    perform from credits.accounts a where a.user_id = v_user_id for no key update;
    if not exists (
        select from auth.sessions s
        where
            s.user_id = v_user_id and s.id::text = v_claims ->> 'session_id'
            and s.created_at > clock_timestamp() - c_fresh_for
    ) then
        perform ops.fail('TH403', 'session', 'sign in again, then delete the account within ten minutes');
    elsif exists (
        select from billing.subscriptions s
        where s.user_id = v_user_id and s.ended_at is null and not s.cancel_at_period_end
            and s.status in ('trialing', 'active', 'past_due', 'paused')
            and not s.renews_itself
    ) then
        perform ops.fail('TH416', 'subscription', 'cancel the subscription first');
    end if;

    update identity.api_keys k
    set revoked_at = clock_timestamp()
    where k.user_id = v_user_id and k.revoked_at is null;
    delete from chat.sessions s where s.user_id = v_user_id;
    update billing.top_up_settings s set is_enabled = false where s.user_id = v_user_id;
    perform identity.erase_user(v_user_id);
end
$$;

grant execute on function api.delete_account() to authenticated;
comment on function api.delete_account() is
    'Ends the account of the user who asks, who signed in within the last ten minutes: sessions, keys, chats, top-ups, and what tells who it was. Raises TH403, TH416 while a subscription goes on.';
