-- The trigger writes the values of named columns only; of others an update tells that they changed.
begin;
select plan(1);

create table ops.planted (id integer, name text, secret text, same text);
create trigger planted_audit after insert or update or delete on ops.planted for each row execute function audit.record_columns('id', 'name');
insert into ops.planted values (1, 'n', 's1', 'x');
update ops.planted set name = 'm', secret = 's2';
update ops.planted set name = 'o';
delete from ops.planted;
select results_eq(
    $$select l.operation, l.old_values, l.new_values from audit.log l where l.relation = 'ops.planted' order by l.id$$,
    $$values ('insert', null::jsonb, '{"id": 1, "name": "n"}'::jsonb),
        (
            'update', '{"id": 1, "name": "n", "secret": "[redacted]"}',
            '{"id": 1, "name": "m", "secret": "[redacted]"}'
        ),
        ('update', '{"id": 1, "name": "m"}', '{"id": 1, "name": "o"}'),
        ('delete', '{"id": 1, "name": "o"}', null)$$,
    'rows'
);

select * from finish();
rollback;
