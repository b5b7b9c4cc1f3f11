create or replace function identity.link(
    p_link_token text,
    p_kind text,
    p_redirect_to text,
    p_context jsonb
)
returns text
language sql
stable
security invoker
begin atomic
    select format(
        '%s/verify?token=%s&type=%s&redirect_to=%s', p_context ->> 'issuer', p_link_token, p_kind,
        identity.url_encoded(identity.redirect_target(p_redirect_to))
    );
end;

comment on function identity.link(text, text, text, jsonb) is 'The link that stands for a code.';
