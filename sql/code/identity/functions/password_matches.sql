-- It does the same work whether or not there is a password to compare with, so that nobody learns
-- from the time whether an address is known. bcrypt looks at 72 bytes only, so nothing longer
-- matches.
create or replace function identity.password_matches(p_password text, p_hash text)
returns boolean
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_is_comparable boolean := coalesce(
        octet_length(p_password) between 1 and 72 and p_hash ~ '^\$2a\$\d\d\$[./A-Za-z0-9]{53}$', false
    );
    v_salt text := p_hash;
begin
    if not v_is_comparable then
        select format('$2a$%s$%s', s.bcrypt_cost, 'ThinThinThinThinThinTu') into strict v_salt
        from identity.settings s;
    end if;
    return extensions.crypt(coalesce(p_password, ''), v_salt) = p_hash and v_is_comparable;
end
$$;

comment on function identity.password_matches(text, text) is
    'Whether a password is the one that was hashed; null or false when there is none.';
