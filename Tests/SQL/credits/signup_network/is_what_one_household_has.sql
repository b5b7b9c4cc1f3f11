-- An address counts under its /24, one of IPv6 under its /64, and IPv4 written as IPv6 as what it
-- is.
begin;
select plan(12);

select is(
    credits.signup_network(asked.address::inet), asked.network::cidr,
    coalesce(asked.address, 'null')
)
from (values
    ('192.0.2.1', '192.0.2.0/24'),
    ('192.0.2.255', '192.0.2.0/24'),
    ('192.0.3.1', '192.0.3.0/24'),
    ('192.0.2.1/8', '192.0.2.0/24'),
    ('2001:db8:0:1::1', '2001:db8:0:1::/64'),
    ('2001:db8:0:1:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'),
    ('2001:db8:0:2::1', '2001:db8:0:2::/64'),
    ('::ffff:192.0.2.1', '192.0.2.0/24'),
    ('::ffff:192.0.2.1/90', '192.0.2.0/24'),
    ('::1', '::/64'),
    ('0.0.0.0', '0.0.0.0/24'),
    (null, null)
) as asked (address, network);

select * from finish();
rollback;
