create or replace function identity.digest(p_purpose text, p_value text)
returns text
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_secret bytea;
begin
    select k.secret into strict v_secret from identity.keys k;
    return encode(
        extensions.hmac(convert_to(p_purpose || ':' || p_value, 'UTF8'), v_secret, 'sha256'), 'hex'
    );
end
$$;

comment on function identity.digest(text, text) is
    'Keyed digest (HMAC-SHA-256, hexadecimal) of a token, a code or an address, for one purpose.';
