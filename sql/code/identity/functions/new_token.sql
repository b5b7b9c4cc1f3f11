create or replace function identity.new_token()
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return encode(extensions.gen_random_bytes(32), 'hex');
end
$$;

comment on function identity.new_token() is 'A token that can''t be guessed: 64 hexadecimal digits.';
