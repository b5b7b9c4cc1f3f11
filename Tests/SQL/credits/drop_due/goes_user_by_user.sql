-- The steps of a month: closed, users some at a time, dropped. What a run has made that ended before counts for nobody.
-- Alone: months of the archive are dropped.
begin;
select plan(8);

select tests.a_long_story() from generate_series(1, 5);
select tests.drop_old_months();
select tests.tamper('update ops.retention_policies set keep = ''1 month'' where relation = ''credits.ledger_entries''');
select tests.a_user(1) as user_id from generate_series(1, 5);
select tests.let_time_pass(a.user_id, '3 years') from credits.accounts a where not exists (
    select from credits.checkpoints c where c.user_id = a.user_id
);
select credits.archive_due(credits.archive_due(credits.archive_due()));
create temporary table totals on commit drop as
select count(*) as drops, (select count(*) from credits.checkpoints) as checkpoints from credits.drops;

select credits.drop_due() as step \gset
select credits.drop_due(:'step', 2) as step \gset
select credits.drop_due(:'step', 2) as step \gset
select is(
    (select count(*) from credits.checkpoints) - (select checkpoints from totals), 4::bigint, 'two and two users'
);
select is_empty('select * from credits.verify()', 'which count for nobody yet');
select is(tests.refusal('update credits.checkpoints set digest = digest'), 'TH500 credits.checkpoints is append-only.', 'old ones stay');
select credits.drop_due() as step \gset
select is((select count(*) from credits.checkpoints), (select checkpoints from totals), 'made anew by the next run');
select is(split_part(:'step', ' ', 3), 'all', 'from the first user on');
create function tests.to_the_end() returns integer language plpgsql volatile as $$
declare
    v_after text;
    v_steps integer := 0;
begin
    loop
        v_after := credits.drop_due(v_after, 2);
        v_steps := v_steps + 1;
        exit when v_after is null;
    end loop;
    return v_steps;
end
$$;
select is(tests.to_the_end(), 6, 'closed, two, two, one, dropped, nothing left');
select is((select count(*) from credits.drops) - (select drops from totals), 1::bigint, 'a month');
select is_empty('select * from credits.verify()', 'sound');

select * from finish();
rollback;
