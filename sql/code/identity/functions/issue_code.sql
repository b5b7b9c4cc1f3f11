-- The code is what a person types, the link's token what a link carries. The token follows from the
-- code, the row's id and the key, and only a digest of it is kept: so either is checked against one
-- column, and neither can be read or computed from it.
create or replace function identity.issue_code(p_user_id uuid, p_token_type text, p_address text)
returns identity.one_time_code
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id uuid := gen_random_uuid();
    v_code identity.one_time_code;
begin
    v_code.code := identity.new_code();
    v_code.link_token := identity.digest('link', v_id || ':' || v_code.code);

    delete from auth.one_time_tokens t
    where t.user_id = p_user_id and t.token_type = p_token_type::auth.one_time_token_type;
    insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
    values (
        v_id, p_user_id, p_token_type::auth.one_time_token_type,
        identity.digest('one-time token', v_code.link_token), lower(p_address)
    );
    return v_code;
end
$$;

comment on function identity.issue_code(uuid, text, text) is
    'A new code and link of a type for a user; those before are spent.';
