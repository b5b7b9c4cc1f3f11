-- The trigger refuses whatever it is put on, and names it.
begin;
select plan(3);

create table ops.planted (id integer);
create trigger planted_refuse_change before update or delete on ops.planted
    for each row execute function ops.refuse_change();
insert into ops.planted values (1);

select is(
    tests.refusal('update ops.planted set id = 2'),
    'TH500 ops.planted is append-only.',
    'update'
);
select is(tests.refusal('delete from ops.planted'), 'TH500 ops.planted is append-only.', 'delete');
select is((select count(*) from ops.planted), 1::bigint, 'the row stands');

select * from finish();
rollback;
