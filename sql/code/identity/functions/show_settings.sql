-- GET /settings
-- Definer because callers have no right on the settings.
create or replace function identity.show_settings(p_request jsonb, p_context jsonb)
returns identity.answer
language sql
stable
security definer
begin atomic
    select identity.reply(
        200,
        jsonb_build_object(
            'external', jsonb_build_object(
                'email', true, 'phone', false, 'anonymous_users', s.allows_anonymous
            ),
            'disable_signup', not s.allows_signup,
            'mailer_autoconfirm', s.confirms_automatically,
            'phone_autoconfirm', false,
            'sms_provider', '',
            'saml_enabled', false
        )
    )
    from identity.settings s;
end;

grant execute on function identity.show_settings(jsonb, jsonb) to thin_auth;
comment on function identity.show_settings(jsonb, jsonb) is 'GET /settings: 200 with what a client may know of them.';
