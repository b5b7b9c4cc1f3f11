create or replace function identity.shown_once(p_api_key identity.api_keys, p_secret text)
returns identity.issued_api_key
language sql
stable
security invoker
begin atomic
    select
        row(
            p_api_key.id,
            p_secret,
            p_api_key.prefix,
            p_api_key.name,
            p_api_key.role,
            p_api_key.user_id,
            array(
                select s.scope from identity.api_key_scopes s
                where s.api_key_id = p_api_key.id
                order by s.scope
            ),
            p_api_key.expires_at,
            p_api_key.created_at
        )::identity.issued_api_key;
end;

comment on function identity.shown_once(identity.api_keys, text) is
    'A key as it is answered when it was made: p_secret is kept nowhere.';
