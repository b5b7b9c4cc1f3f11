-- The changes of /admin/users that its two calls share, once they are known to be well-formed.
create or replace function identity.admin_apply(p_user_id uuid, p_request jsonb)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_phone text := ltrim(identity.text_of(p_request, 'phone'), '+');
    v_ban text := identity.text_of(p_request, 'ban_duration');
    v_user auth.users;
    v_refusal identity.answer;
begin
    select u.* into strict v_user from auth.users u where u.id = p_user_id for no key update;
    v_user.raw_user_meta_data := identity.merged(
        v_user.raw_user_meta_data, identity.object_of(p_request, 'user_metadata')
    );
    v_user.raw_app_meta_data := identity.merged(
        v_user.raw_app_meta_data, identity.object_of(p_request, 'app_metadata')
    );
    v_refusal := identity.metadata_refusal(v_user.raw_user_meta_data, v_user.raw_app_meta_data);
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    update auth.users u
    set
        phone = coalesce(v_phone, u.phone),
        phone_confirmed_at = case
            when identity.is_set(p_request, 'phone_confirm')
                then coalesce(u.phone_confirmed_at, clock_timestamp())
            else u.phone_confirmed_at
        end,
        role = coalesce(identity.text_of(p_request, 'role'), u.role),
        raw_user_meta_data = v_user.raw_user_meta_data,
        raw_app_meta_data = v_user.raw_app_meta_data,
        banned_until = case
            when v_ban = 'none' then null
            when v_ban is not null then clock_timestamp() + identity.read_duration(v_ban)
            else u.banned_until
        end,
        updated_at = clock_timestamp()
    where u.id = p_user_id;
    if identity.is_set(p_request, 'email_confirm') then
        perform identity.confirm_email(p_user_id);
    end if;
    return null;
exception
    when unique_violation then
        return identity.refuse(
            422, 'phone_exists', 'A user with this phone number has already been registered'
        );
end
$$;

comment on function identity.admin_apply(uuid, jsonb) is
    'Applies phone, role, metadata, ban and confirmations of an /admin/users request: null, or 400 validation_failed, 422 phone_exists, and then nothing is changed.';
