-- A row that an administrator puts among sealed ones is found, wherever its id or transaction puts it.
-- Alone: seals are of the whole log.
begin;
select plan(3);

select tests.a_sealed_log() as number \gset
select min(l.id) as id, min(l.xid::text) as xid from audit.log l where l.relation = 'ops.planted' \gset
savepoint whole;
insert into audit.log (actor_role, operation, relation, xid) values ('x', 'insert', 'ops.forged', :'xid');
select results_eq(
    'select kind, seal from audit.verify()', format('values (''rows_added'', %s::bigint)', :'number'),
    'with the transaction of a sealed one'
);
rollback to whole;
insert into audit.log (actor_role, operation, relation, xid) values ('x', 'insert', 'ops.forged', '0');
select results_eq('select kind from audit.verify()', 'values (''rows_added'')', 'with one of before the first seal');
rollback to whole;
insert into audit.log (id, actor_role, operation, relation, xid) overriding system value
values (-5, 'x', 'insert', 'ops.forged', '0');
select results_eq('select kind from audit.verify()', 'values (''rows_added'')', 'with an id below all');

select * from finish();
rollback;
