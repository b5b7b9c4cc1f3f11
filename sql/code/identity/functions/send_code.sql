-- Race: the user's row is locked, so of two who ask at the same time the later one's code holds.
create or replace function identity.send_code(
    p_user_id uuid,
    p_kind text,
    p_token_type text,
    p_recipient text,
    p_request jsonb,
    p_context jsonb
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_user auth.users;
    v_code identity.one_time_code;
    v_redirect_to text := identity.text_of(p_context -> 'query', 'redirect_to');
    v_link_token text;
begin
    update auth.users u
    set
        confirmation_sent_at = case
            when p_kind in ('signup', 'invite') then v_at else u.confirmation_sent_at
        end,
        invited_at = case when p_kind = 'invite' then v_at else u.invited_at end,
        recovery_sent_at = case
            when p_kind in ('recovery', 'magiclink') then v_at else u.recovery_sent_at
        end,
        email_change_sent_at = case
            when p_kind = 'email_change' then v_at else u.email_change_sent_at
        end,
        reauthentication_sent_at = case
            when p_kind = 'reauthentication' then v_at else u.reauthentication_sent_at
        end
    where u.id = p_user_id
    returning u.* into strict v_user;

    v_code := identity.issue_code(p_user_id, p_token_type, p_recipient);
    v_link_token := case
        when identity.text_of(p_request, 'code_challenge') is not null then 'pkce_' else ''
    end || v_code.link_token;

    -- What a client has a hand in comes last, so that nothing in it is taken for a place to fill.
    insert into ops.outbox (user_id, kind, recipient, subject, body)
    select
        p_user_id,
        p_kind,
        lower(p_recipient),
        t.subject,
        replace(replace(replace(replace(replace(replace(replace(
            t.body,
            '{{ .Token }}', v_code.code),
            '{{ .TokenHash }}', v_link_token),
            '{{ .SiteURL }}', s.site_url),
            '{{ .ConfirmationURL }}', identity.link(v_link_token, p_kind, v_redirect_to, p_context)),
            '{{ .RedirectTo }}', identity.redirect_target(v_redirect_to)),
            '{{ .NewEmail }}', coalesce(v_user.email_change, '')),
            '{{ .Email }}', coalesce(v_user.email, ''))
    from identity.mail_templates t
    cross join identity.settings s
    where t.kind = p_kind;
end
$$;

comment on function identity.send_code(uuid, text, text, text, jsonb, jsonb) is
    'Mails a new code and link of p_token_type by the template of p_kind to p_recipient.';
