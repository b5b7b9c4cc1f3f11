-- Figures of all accounts are nothing for users; labels are quoted as Prometheus reads them.
begin;
select plan(4);

set local role authenticated;
select throws_ok('select * from ops.metrics()', '42501', null, 'not for users');
reset role;
set local role anon;
select throws_ok('select * from ops.metrics()', '42501', null, 'not for anybody');
reset role;
set local role service_role;
select isnt_empty('select * from ops.metrics()', 'for the service');
reset role;
select is(ops.label('a', E'b"c\\d\ne'), 'a="b\"c\\d\ne"', 'quotes, backslashes and line ends');

select * from finish();
rollback;
