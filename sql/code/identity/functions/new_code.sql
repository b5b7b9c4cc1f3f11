create or replace function identity.new_code()
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Of 2^56 values, so that each code is as likely as any other.
    return lpad(
        ((('x' || encode(extensions.gen_random_bytes(7), 'hex'))::bit(56)::bigint) % 1000000)::text,
        6, '0'
    );
end
$$;

comment on function identity.new_code() is 'A code of 6 random digits.';
