-- A database that was restored into another cluster has transactions of lower numbers: what came along
-- unsealed is sealed first, then a new era begins, and all of it verifies.
-- Alone: seals are of the whole log.
begin;
select plan(6);

select tests.a_sealed_log();
select s.number as number, s.era as era from audit.seals s order by s.number desc limit 1 \gset
-- As if the dump were of a cluster far ahead: its last seal, and a row that was not sealed yet.
insert into audit.log (actor_role, operation, relation, xid) values ('a', 'insert', 'ops.planted', '900000000000');
select tests.tamper(
    format($$update audit.seals s set to_xid = '800000000000', to_id = 1 where number = %s$$, :'number')
), tests.tamper(format('update audit.seals s set digest = audit.seal_digest(s) where number = %s', :'number'));
select is_empty('select * from audit.verify()', 'the old one');
insert into audit.log (actor_role, operation, relation, xid) values ('b', 'insert', 'ops.planted', '6');
select is((select s.row_count from audit.seal() s), 1::bigint, 'what was left over');
select results_eq(
    'select s.row_count, s.era from audit.seal() s', format('values (1::bigint, %s::bigint + 1)', :'era'), 'the new era'
);
select is((select s.number from audit.seal() s), null, 'no more');
select is_empty('select * from audit.verify()', 'sound');
insert into audit.log (actor_role, operation, relation, xid) values ('c', 'insert', 'ops.planted', '5');
select results_eq('select kind from audit.verify()', 'values (''rows_added'')', 'and watched as the old one');

select * from finish();
rollback;
