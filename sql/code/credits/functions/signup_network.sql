-- As small as networks are that one household or office gets: whoever has one address of it has
-- them all.
create or replace function credits.signup_network(p_address inet)
returns cidr
language sql
immutable
security invoker
begin atomic
    select network(set_masklen(a.address, case family(a.address) when 4 then 24 else 64 end))
    from (select host(p_address)::inet) as h (address)
    cross join lateral (
        select
            case
                -- IPv4 as a socket for both shows it.
                when h.address <<= inet '::ffff:0:0/96'
                    then inet '0.0.0.0' + (h.address - inet '::ffff:0:0')
                else h.address
            end
    ) as a (address);
end;

comment on function credits.signup_network(inet) is
    'The network that an address is counted under: a /24, or a /64 of IPv6.';
