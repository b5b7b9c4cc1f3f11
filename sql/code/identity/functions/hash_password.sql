create or replace function identity.hash_password(p_password text)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_cost integer;
begin
    select s.bcrypt_cost into strict v_cost from identity.settings s;
    return extensions.crypt(p_password, extensions.gen_salt('bf', v_cost));
end
$$;

comment on function identity.hash_password(text) is 'The bcrypt hash of a password, with a new salt.';
