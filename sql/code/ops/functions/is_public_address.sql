-- The networks that the IANA registries of special-purpose addresses reserve. Of IPv6 only what is given out as
-- global unicast is public, and of that nothing that leads to an address of IPv4.
create or replace function ops.is_public_address(p_address inet)
returns boolean
language sql
immutable
security invoker
begin atomic
    select
        case family(p_address)
            when 4 then not p_address <<= any(
                array[
                    '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
                    '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
                    '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'
                ]::inet[]
            )
            when 6 then
                p_address <<= '2000::/3'::inet
                and not p_address <<= any(
                    array['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']::inet[]
                )
            else false
        end;
end;

comment on function ops.is_public_address(inet) is
    'Whether an address is one of the internet''s, not of a private, local or otherwise reserved network.';
