-- Months of the log go once they are sealed. The chain of seals is proven from then on, a seal that has rows on both
-- sides too; and who takes away more is found.
-- Alone: seals are of the whole log.
begin;
select plan(14);

create function pg_temp.month(p_ago integer) returns timestamptz language sql stable as $$
    select date_trunc('month', now() - make_interval(months => p_ago), 'UTC')
$$;
-- Partitions as they would be if this had been installed long ago.
do $$ begin loop exit when (audit.seal()).number is null; end loop; end $$;
create function pg_temp.open(p_ago integer) returns void language plpgsql as $$
begin
    execute format('create table audit.log_planted_%s (like audit.log including defaults including indexes)', p_ago);
    execute format('alter table audit.log_planted_%s owner to thin_owner', p_ago);
    execute format(
        'alter table audit.log attach partition audit.log_planted_%s for values from (%L) to (%L)', p_ago,
        pg_temp.month(p_ago), pg_temp.month(p_ago - 1)
    );
end
$$;
select tests.tamper('alter table audit.log detach partition audit.log_initial');
select tests.tamper(format(
    'alter table audit.log attach partition audit.log_initial for values from (%L) to (%L)', pg_temp.month(0), pg_temp.month(-1)
));
select pg_temp.open(n) from unnest(array[30, 29, 28]) n;
create function pg_temp.write(p_ago integer, p_n integer) returns void language sql as $$
    insert into audit.log (actor_role, operation, relation, new_values, xid, at)
    select 'tests', 'insert', 'ops.planted', jsonb_build_object('n', p_n), tests.past(p_n), pg_temp.month(p_ago) + interval '1 day'
$$;
select pg_temp.write(30, n) from generate_series(1, 4) n;
select pg_temp.write(29, n) from generate_series(5, 8) n;
select pg_temp.write(28, n) from generate_series(9, 12) n;
-- Of each two seals one has rows of two months.
select audit.seal(3) from generate_series(1, 3);
select is_empty('select * from audit.verify()', 'sound before');
select is(audit.drop_months(pg_temp.month(27)), 8::bigint, 'what isn''t sealed stays, with what is after it');
select is((select count(*) from audit.drops), 2::bigint, 'what was dropped is noted');
select is((select count(*) from audit.dropped_digests), 2::bigint, 'with the digests of a seal that has rows on both sides');
select is_empty('select * from audit.verify()', 'sound after');
select is(audit.drop_months(pg_temp.month(27)), 0::bigint, 'once');
select audit.seal(3);
select is_empty('select * from audit.verify()', 'the chain goes on');

savepoint whole;
select tests.tamper('delete from audit.dropped_digests where id = (select min(id) from audit.dropped_digests)');
select isnt_empty('select * from audit.verify()', 'a digest that is taken away is found');
rollback to whole;
select tests.tamper('delete from audit.log where relation = ''ops.planted''');
select isnt_empty('select * from audit.verify()', 'a row that is taken away is found');
rollback to whole;
select tests.tamper('update audit.seals set row_count = 7 where number = (select to_seal from audit.drops order by number limit 1)');
select isnt_empty('select * from audit.verify()', 'a seal of what was dropped that is changed is found');
rollback to whole;
select is(tests.refusal('delete from audit.drops') ~ '^TH500', true, 'what was dropped stays noted');
select is(
    tests.attempt('thin_owner', null, 'update audit.drops set before = now()'), '42501', 'as it was'
);
select is(audit.drop_months(pg_temp.month(27)), 4::bigint, 'what has been sealed meanwhile goes');
select is((select count(*) from audit.dropped_digests), 0::bigint, 'and no digest is kept for nothing');

select * from finish();
rollback;
