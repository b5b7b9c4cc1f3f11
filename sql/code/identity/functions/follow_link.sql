-- GET /verify
-- Definer because whoever follows a link has no right on the tables.
create or replace function identity.follow_link(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- All endpoints are called alike. @plpgsql_check_options: extra_warnings = off
declare
    v_query jsonb := identity.object_of(p_context, 'query');
    v_type text := identity.text_of(v_query, 'type');
    v_link_token text := identity.text_of(v_query, 'token');
    v_is_pkce boolean := coalesce(v_link_token like 'pkce\_%', false);
    v_target text := identity.redirect_target(identity.text_of(v_query, 'redirect_to'));
    v_redemption identity.redemption;
    v_answer identity.answer;
    v_code text;
    v_result text;
begin
    if v_link_token is null then
        return identity.refuse(400, 'validation_failed', 'Verify requires a token or a token hash');
    elsif v_type is null then
        return identity.refuse(400, 'validation_failed', 'Verify requires a verification type');
    elsif identity.token_types(v_type) is null then
        return identity.refuse(400, 'validation_failed', 'Invalid email verification type');
    end if;

    v_redemption := identity.redeem_link(identity.token_types(v_type), v_link_token);
    v_answer := v_redemption.refusal;
    if v_answer.status is null then
        v_answer := identity.fulfil(v_redemption);
    end if;
    if v_answer.status is null and v_is_pkce then
        v_code := identity.issue_auth_code(
            v_redemption.user_id,
            case
                when v_type = 'signup' or v_redemption.token_type = 'confirmation_token'
                    then 'email/signup'
                when v_type = 'email' then 'magiclink'
                else v_type
            end
        );
        if v_code is null then
            v_answer := identity.refuse(
                404, 'flow_state_not_found', 'No associated flow state found.'
            );
        end if;
    end if;

    if v_answer.status >= 400 then
        v_result := format(
            'error=%s&error_code=%s&error_description=%s',
            case v_answer.status when 403 then 'access_denied' else 'invalid_request' end,
            v_answer.body ->> 'code', identity.url_encoded(v_answer.body ->> 'message')
        );
    elsif v_answer.status is not null then
        v_result := 'message=' || identity.url_encoded(v_answer.body ->> 'msg');
    end if;
    if v_result is not null then
        return identity.reply(
            303, null, null,
            jsonb_build_object(
                'location',
                case
                    when v_is_pkce then identity.with_query(v_target, v_result) else v_target
                end
                || '#' || v_result
            )
        );
    elsif v_is_pkce then
        return identity.reply(
            303, null, null,
            jsonb_build_object('location', identity.with_query(v_target, 'code=' || v_code))
        );
    end if;

    v_answer := identity.open_session(v_redemption.user_id, 'otp', p_context);
    return identity.reply(
        303, null, v_answer.claims,
        jsonb_build_object(
            'location',
            format(
                '%s#expires_at=%s&expires_in=%s&refresh_token=%s&token_type=bearer&type=%s', v_target,
                v_answer.body ->> 'expires_at', v_answer.body ->> 'expires_in',
                v_answer.body ->> 'refresh_token', v_type
            )
        )
    );
end
$$;

grant execute on function identity.follow_link(jsonb, jsonb) to thin_auth;
comment on function identity.follow_link(jsonb, jsonb) is
    'GET /verify?token=&type=&redirect_to=: 303 to the header location. With claims the access token is put in behind its #, as access_token=…&. A link that was asked for with a code challenge leads on with ?code= instead; an error or a message stands behind the #. Refuses without a redirect: 400 validation_failed.';
