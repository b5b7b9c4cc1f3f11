-- Sealed rows that an administrator removes are found; also when others take their places.
-- Alone: seals are of the whole log.
begin;
select plan(4);

select tests.a_sealed_log() as number \gset
select min(l.id) as id from audit.log l where l.relation = 'ops.planted' \gset
savepoint whole;
select tests.tamper(format('delete from audit.log where id = %s', :'id'));
select results_eq(
    'select kind, seal from audit.verify()', format('values (''rows_missing'', %s::bigint)', :'number'), 'one'
);
select tests.tamper(
    format(
        $$insert into audit.log (id, actor_role, operation, relation, new_values, xid) overriding system value
        values (%s, 'thin_owner', 'insert', 'ops.planted', '{"n": 7}', %L)$$,
        :'id', (select l.xid from audit.log l where l.id = :'id'::bigint + 1)
    )
);
select results_eq(
    'select kind, seal from audit.verify()', format('values (''rows_changed'', %s::bigint)', :'number'),
    'one that another was put in the place of'
);
rollback to whole;
select tests.tamper('delete from audit.log where relation = ''ops.planted''');
select results_eq(
    'select kind, seal from audit.verify()',
    format('values (''rows_missing'', %1$s::bigint), (''rows_missing'', %1$s::bigint + 1)', :'number'),
    'all'
);
rollback to whole;
alter table audit.log detach partition audit.log_initial;
select isnt_empty('select * from audit.verify()', 'or with them a whole partition');

select * from finish();
rollback;
