-- POST /invite
-- Definer because callers have no right on the tables.
create or replace function identity.invite(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_email text := identity.text_of(p_request, 'email');
    v_data jsonb := identity.merged(identity.object_of(p_request, 'data'), null);
    v_refusal identity.answer := identity.admin_refusal(p_context);
    v_user_id uuid;
begin
    if v_refusal.status is null then
        v_refusal := identity.email_refusal(v_email);
    end if;
    if v_refusal.status is null then
        v_refusal := identity.metadata_refusal(v_data, null);
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    v_user_id := coalesce(identity.new_user(v_email, null, v_data), identity.find_user(v_email));
    if exists (
        select from auth.users u where u.id = v_user_id and u.email_confirmed_at is not null
    ) then
        return identity.refuse(
            422, 'email_exists', 'A user with this email address has already been registered'
        );
    end if;
    -- Whoever signed up with the address and never confirmed it has no say in the account.
    update auth.users u set encrypted_password = null where u.id = v_user_id;
    perform identity.send_code(v_user_id, 'invite', 'confirmation_token', v_email, '{}', p_context);
    return identity.reply(200, identity.user_json(v_user_id));
end
$$;

grant execute on function identity.invite(jsonb, jsonb) to thin_auth;
comment on function identity.invite(jsonb, jsonb) is
    'POST /invite {email, data}: 200 with the user, to whom a link is mailed. Refuses as identity.admin_refusal, and: 400 validation_failed; 422 email_exists.';
