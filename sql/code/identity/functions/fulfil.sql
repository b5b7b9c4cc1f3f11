-- What a redeemed token brings about, save for the session that follows.
create or replace function identity.fulfil(p_redemption identity.redemption)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user auth.users;
    v_confirms_old_address boolean;
begin
    select u.* into strict v_user
    from auth.users u
    where u.id = p_redemption.user_id
    for no key update;
    if v_user.banned_until > now() then
        return identity.refuse(403, 'user_banned', 'User is banned');
    end if;
    if p_redemption.token_type not in ('email_change_token_current', 'email_change_token_new') then
        -- A password that was set before anybody proved to have the address may be a stranger's.
        if v_user.email_confirmed_at is null and p_redemption.token_type <> 'confirmation_token' then
            update auth.users u set encrypted_password = null where u.id = v_user.id;
        end if;
        perform identity.confirm_email(v_user.id);
        return null;
    end if;

    select s.confirms_old_address into strict v_confirms_old_address from identity.settings s;
    if
        v_confirms_old_address and v_user.email is not null
        and v_user.email_change_confirm_status = 0
    then
        update auth.users u set email_change_confirm_status = 1 where u.id = v_user.id;
        return identity.reply(
            200,
            jsonb_build_object(
                'code', '200',
                'msg', 'Confirmation link accepted. Please proceed to confirm link sent to the other email'
            )
        );
    end if;

    begin
        update auth.users u
        set
            email = u.email_change,
            email_change = '',
            email_change_confirm_status = 0,
            email_confirmed_at = clock_timestamp(),
            is_anonymous = false,
            raw_app_meta_data = coalesce(u.raw_app_meta_data, '{}')
                || '{"provider": "email", "providers": ["email"]}',
            updated_at = clock_timestamp()
        where u.id = v_user.id;
    exception
        when unique_violation then
            return identity.refuse(
                422, 'email_exists', 'A user with this email address has already been registered'
            );
    end;
    perform identity.add_identity(v_user.id);
    delete from auth.one_time_tokens t where t.user_id = v_user.id;
    return null;
end
$$;

comment on function identity.fulfil(identity.redemption) is
    'Confirms the address that a redeemed token was sent to, or changes it; null when a session may follow. Answers otherwise 403 user_banned, 422 email_exists, or 200 when the other address has to confirm too.';
