-- A value that the list names stays out of the log, of whatever table, as soon as it is listed.
begin;
select plan(3);

create table ops.planted (id integer, name text, secret text, pin text);
create trigger planted_audit after insert or update or delete on ops.planted
    for each row execute function audit.record();
insert into ops.planted values (1, 'n', 's1', '1234');
insert into audit.redactions (relation, column_name) values ('ops.planted', 'pin'), ('ops.other', 'name');
insert into ops.planted values (2, 'n', null, '1234');
update ops.planted set secret = 's2' where id = 1;
select results_eq(
    $$select l.old_values, l.new_values from audit.log l where l.relation = 'ops.planted' order by l.id$$,
    $$values (null::jsonb, '{"id": 1, "name": "n", "secret": "[redacted]", "pin": "1234"}'::jsonb),
        (null, '{"id": 2, "name": "n", "secret": null, "pin": "[redacted]"}'),
        (
            '{"id": 1, "name": "n", "secret": "[redacted]", "pin": "[redacted]"}',
            '{"id": 1, "name": "n", "secret": "[redacted]", "pin": "[redacted]"}'
        )$$,
    'rows'
);
insert into audit.redactions (relation, column_name) values ('credits.reservations', 'reason');
select tests.a_user(100) as user_id \gset
select credits.release(:'user_id', tests.reserved(:'user_id', 1), 'private');
select is(
    (select l.new_values ->> 'reason' from audit.log l where l.relation = 'credits.reservations' order by l.id desc limit 1),
    '[redacted]', 'also where a statement is logged at once'
);
select is(
    (select count(*) from audit.log l where l.relation = 'audit.redactions'), 3::bigint, 'the list itself is audited'
);

select * from finish();
rollback;
