-- POST /recover
-- An unknown address gets the same answer, after the same time, and is counted like a known one.
-- Definer because whoever asks has no right on the tables.
create or replace function identity.recover(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_email text := identity.text_of(p_request, 'email');
    v_user_id uuid;
    v_refusal identity.answer;
begin
    if v_email is null then
        return identity.refuse(400, 'validation_failed', 'Password recovery requires an email');
    end if;
    v_refusal := identity.email_refusal(v_email);
    if v_refusal.status is null then
        v_refusal := identity.challenge_refusal(p_request);
    end if;
    if v_refusal.status is null then
        v_refusal := identity.mail_refusal('recovery', lower(v_email));
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    v_user_id := identity.find_user(v_email);
    if v_user_id is not null then
        perform identity.open_flow(v_user_id, 'recovery', p_request);
        perform identity.send_code(
            v_user_id, 'recovery', 'recovery_token', v_email, p_request, p_context
        );
    end if;
    perform identity.even_out(v_started_at);
    return identity.reply(200, '{}');
end
$$;

grant execute on function identity.recover(jsonb, jsonb) to thin_auth;
comment on function identity.recover(jsonb, jsonb) is
    'POST /recover {email, code_challenge, code_challenge_method}: 200 {}, whoever has the address; if somebody has it, a code and a link are mailed. Refuses: 400 validation_failed; 429 over_email_send_rate_limit.';
