-- The trigger sets the time of the change, whatever the statement says.
begin;
select plan(1);

create table ops.planted (id integer, updated_at timestamptz);
create trigger planted_touch before update on ops.planted
    for each row execute function ops.touch_updated_at();
insert into ops.planted values (1, '2000-01-01');
update ops.planted set updated_at = '2001-01-01';

select ok(p.updated_at between now() and clock_timestamp(), 'now') from ops.planted p;

select * from finish();
rollback;
