-- Race: of two who sign up with one address at the same time the unique index lets one in; the
-- other finds the address taken.
create or replace function identity.new_user(
    p_email text,
    p_password_hash text,
    p_user_metadata jsonb,
    p_app_metadata jsonb default '{}',
    p_id uuid default gen_random_uuid()
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id uuid;
begin
    insert into auth.users (
        instance_id, id, aud, role, email, encrypted_password, raw_app_meta_data,
        raw_user_meta_data, created_at, updated_at, is_anonymous
    ) values (
        '00000000-0000-0000-0000-000000000000',
        p_id,
        'authenticated',
        'authenticated',
        lower(p_email),
        p_password_hash,
        identity.merged(
            case
                when p_email is not null then '{"provider": "email", "providers": ["email"]}'::jsonb
            end,
            p_app_metadata
        ),
        identity.merged(p_user_metadata, null),
        clock_timestamp(),
        clock_timestamp(),
        p_email is null
    )
    on conflict do nothing
    returning id into v_id;
    if found then
        perform identity.add_identity(v_id);
    end if;
    return v_id;
end
$$;

comment on function identity.new_user(text, text, jsonb, jsonb, uuid) is
    'Adds a user with an address, or without an anonymous one; null when the address or the id is taken.';
