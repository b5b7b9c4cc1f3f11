-- Whoever has one address of a network has them all. What is no address counts as one network, so that nobody
-- escapes by hiding it.
create or replace function ops.network_of(p_address text)
returns text
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(credits.signup_network(p_address::inet)::text, 'unknown');
exception
    when invalid_text_representation then
        return 'unknown';
end
$$;

comment on function ops.network_of(text) is
    'The network under which an address is counted: a /24, or a /64 of IPv6; unknown for what is no address.';
