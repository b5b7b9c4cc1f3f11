create or replace function identity.erase_user(p_user_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform from auth.users u where u.id = p_user_id for update;
    perform identity.end_sessions(p_user_id);
    update auth.users u
    set
        email = identity.digest('deleted address', u.id || ':' || u.email),
        phone = left(identity.digest('deleted address', u.id || ':' || u.phone), 15),
        encrypted_password = null,
        email_change = '',
        phone_change = '',
        raw_user_meta_data = '{}',
        raw_app_meta_data = '{}',
        deleted_at = clock_timestamp(),
        updated_at = clock_timestamp()
    where u.id = p_user_id and u.deleted_at is null;
    delete from auth.identities i where i.user_id = p_user_id;
    delete from auth.one_time_tokens t where t.user_id = p_user_id;
    delete from auth.flow_state f where f.user_id = p_user_id;
end
$$;

comment on function identity.erase_user(uuid) is
    'Ends all sessions of a user and takes away what tells who it was. What the user did stays, under an id that is nobody''s.';
