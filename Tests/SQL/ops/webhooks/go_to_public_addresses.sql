-- Webhooks are posted to hosts all of whose addresses are the internet's, unless an operator allows others.
begin;
select plan(52);

select is(ops.is_public_address(a.address::inet), a.is_public, a.address)
from (values
    ('8.8.8.8', true), ('1.1.1.1', true), ('172.15.255.255', true), ('172.32.0.0', true), ('192.167.255.255', true),
    ('100.63.255.255', true), ('100.128.0.0', true), ('223.255.255.255', true), ('2606:4700::1', true),
    ('2a00:1450::1', true), ('0.0.0.0', false), ('10.0.0.1', false), ('100.64.0.1', false), ('127.0.0.1', false),
    ('127.255.255.255', false), ('169.254.169.254', false), ('172.16.0.1', false), ('172.31.255.255', false),
    ('192.0.0.1', false), ('192.0.2.1', false), ('192.88.99.1', false), ('192.168.1.1', false), ('198.18.0.1', false),
    ('198.19.255.255', false), ('198.51.100.1', false), ('203.0.113.1', false), ('224.0.0.1', false),
    ('239.255.255.255', false), ('240.0.0.1', false), ('255.255.255.255', false), ('::', false), ('::1', false),
    ('::ffff:127.0.0.1', false), ('::ffff:8.8.8.8', false), ('::127.0.0.1', false), ('64:ff9b::a00:1', false),
    ('fc00::1', false), ('fd12::1', false), ('fe80::1', false), ('ff02::1', false), ('2001::1', false),
    ('2001:db8::1', false), ('2002:7f00:1::', false), ('3fff::1', false), ('100::1', false), ('4000::1', false)
) as a (address, is_public);
select is(ops.allows_addresses(a.addresses::inet[]), a.is_allowed, a.name)
from (values
    ('{8.8.8.8,2606:4700::1}', true, 'all public'), ('{8.8.8.8,10.0.0.1}', false, 'one that is not'),
    ('{8.8.8.8,NULL}', false, 'one unknown'), ('{}', false, 'none'), (null, null, 'nothing')
) as a (addresses, is_allowed, name);
update ops.webhook_settings set allows_private_addresses = true;
select is(ops.allows_addresses('{127.0.0.1}'), true, 'as an operator says');

select * from finish();
rollback;
