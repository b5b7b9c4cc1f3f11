-- Where somebody else keeps users there is nothing here to take away but keys.
create or replace function identity.erase_user(p_user_id uuid)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_total integer := 0;
    v_count integer;
begin
    update identity.api_keys k
    set
        name = 'erased',
        -- Of nothing: no key has it.
        digest = sha256(uuid_send(k.id)),
        previous_digest = null,
        previous_until = null,
        last_used_at = null,
        revoked_at = coalesce(k.revoked_at, clock_timestamp())
    where k.user_id = p_user_id and k.digest <> sha256(uuid_send(k.id));
    get diagnostics v_total = row_count;
    if not identity.is_ours() then
        return v_total;
    end if;

    perform from auth.users u where u.id = p_user_id for update;
    select count(*) into v_count from auth.sessions s where s.user_id = p_user_id;
    v_total := v_total + v_count;
    perform identity.end_sessions(p_user_id);
    update auth.users u
    set
        -- No digest: whoever has a dump has its key too, and could try addresses.
        email = null,
        phone = null,
        encrypted_password = null,
        confirmation_token = '',
        recovery_token = '',
        email_change_token_new = '',
        email_change_token_current = '',
        reauthentication_token = '',
        email_change = '',
        phone_change = '',
        phone_change_token = '',
        raw_user_meta_data = '{}',
        raw_app_meta_data = '{}',
        deleted_at = clock_timestamp(),
        updated_at = clock_timestamp()
    where u.id = p_user_id and u.deleted_at is null;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    delete from auth.identities i where i.user_id = p_user_id;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    delete from auth.one_time_tokens t where t.user_id = p_user_id;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    delete from auth.flow_state f where f.user_id = p_user_id;
    get diagnostics v_count = row_count;
    return v_total + v_count;
end
$$;

comment on function identity.erase_user(uuid) is
    'Ends all sessions of a user, revokes its keys and takes away what tells who it was. What the user did stays, under an id that is nobody''s. Answers how many rows.';
