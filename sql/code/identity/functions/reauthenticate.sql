-- GET /reauthenticate
-- Definer because users have no right on the tables.
create or replace function identity.reauthenticate(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- All endpoints are called alike. @plpgsql_check_options: extra_warnings = off
declare
    v_caller identity.caller := identity.require_user(p_context);
    v_user auth.users;
    v_refusal identity.answer;
begin
    if (v_caller.refusal).status is not null then
        return v_caller.refusal;
    end if;
    select u.* into strict v_user from auth.users u where u.id = v_caller.user_id for no key update;
    if v_user.email is null then
        return identity.refuse(
            422, 'validation_failed',
            'Reauthentication requires the user to have an email or a phone number'
        );
    elsif v_user.email_confirmed_at is null then
        return identity.refuse(422, 'email_not_confirmed', 'Please verify your email first.');
    end if;
    v_refusal := identity.mail_refusal('reauthentication', v_user.email);
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    perform identity.send_code(
        v_user.id, 'reauthentication', 'reauthentication_token', v_user.email, '{}', p_context
    );
    return identity.reply(200, '{}');
end
$$;

grant execute on function identity.reauthenticate(jsonb, jsonb) to thin_auth;
comment on function identity.reauthenticate(jsonb, jsonb) is
    'GET /reauthenticate: 200 {}; a code is mailed that PUT /user takes as nonce. Refuses as identity.require_user, and: 422 validation_failed, email_not_confirmed; 429 over_email_send_rate_limit.';
