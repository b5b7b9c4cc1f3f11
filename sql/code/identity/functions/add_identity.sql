create or replace function identity.add_identity(p_user_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into auth.identities as i (provider_id, user_id, identity_data, provider)
    select
        u.id::text,
        u.id,
        jsonb_build_object(
            'sub', u.id, 'email', u.email, 'email_verified', u.email_confirmed_at is not null,
            'phone_verified', false
        ),
        'email'
    from auth.users u
    where u.id = p_user_id and u.email is not null
    on conflict (provider_id, provider) do update
    set
        identity_data = i.identity_data || excluded.identity_data,
        updated_at = clock_timestamp();
end
$$;

comment on function identity.add_identity(uuid) is
    'Makes a user''s address an identity, or brings the identity up to date.';
