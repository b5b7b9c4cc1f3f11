-- A ledger that does not add up loses no month, whatever it is and whoever it is of.
-- Alone: months of the archive are dropped.
begin;
select plan(15);

select tests.a_long_story() as user_id \gset
select tests.a_user(3) as other \gset
select tests.let_time_pass(:'other', '40 days');
create function tests.archive_all() returns void language plpgsql volatile as $$
declare
    v_after text;
begin
    loop
        v_after := credits.archive_due(v_after);
        exit when v_after is null;
    end loop;
end
$$;
select tests.archive_all();
create function tests.tried(p_sql text) returns text language plpgsql volatile as $$
declare
    v_refusal text;
begin
    perform tests.tamper(p_sql);
    v_refusal := tests.refusal('select tests.drop_old_months()');
    return left(v_refusal, 5) || ' ' || (select count(*) from credits.drops) || ' ' || (select count(*) from credits.checkpoints);
end
$$;
savepoint before;
select is(
    (
        select tests.tried(format(
            'update credits.archived_entries set amount = amount + 1 where sequence = 1 and user_id = %L', :'user_id'
        ))
    ), 'TH510 0 0', 'a changed entry'
);
rollback to before;
select is(
    tests.tried(format('delete from credits.archived_entries where sequence = 1 and user_id = %L', :'user_id')),
    'TH510 0 0', 'a removed entry'
);
rollback to before;
select is(
    tests.tried(format('delete from credits.archived_reservations where charged > 0 and user_id = %L', :'user_id')),
    'TH510 0 0', 'a removed reservation'
);
rollback to before;
select is(
    tests.tried(format('update credits.archived_reservations set charged = charged + 1 where charged > 0 and user_id = %L', :'user_id')),
    'TH510 0 0', 'a changed reservation'
);
rollback to before;
select is(
    tests.tried(format('update credits.accounts set available = available + 1 where user_id = %L', :'user_id')),
    'TH510 0 0', 'a changed account'
);
rollback to before;
select is(
    tests.tried(format('update credits.grants set remaining = remaining - 1 where remaining > 1 and user_id = %L', :'user_id')),
    'TH510 0 0', 'a changed grant'
);
rollback to before;
select is(
    tests.tried(format('delete from credits.refunds where refunded > 0 and user_id = %L', :'user_id')), 'TH510 0 0', 'a removed refund'
);
rollback to before;
select is(
    tests.tried(format('delete from credits.revocations where user_id = %L', :'user_id')), 'TH510 0 0', 'a removed revocation'
);
rollback to before;
select is(
    tests.tried(format('update credits.accounts set available = 4 where user_id = %L', :'other')),
    'TH510 0 0', 'of somebody who has nothing in the month'
);
rollback to before;

-- Between the steps.
update ops.retention_policies set is_enabled = true, keep = '2 years' where relation = 'credits.archived_entries';
select credits.drop_due() as step \gset
select credits.drop_due(:'step') as step \gset
select is(split_part(:'step', ' ', 3), 'end', 'proven');
savepoint proven;
select tests.tamper(format('update credits.archived_entries set balance = balance + 1 where sequence = 1 and user_id = %L', :'user_id'));
select is(left(tests.refusal(format('select credits.drop_due(%L)', :'step')), 5), 'TH510', 'an entry is changed meanwhile');
rollback to proven;
select tests.tamper(format('update credits.archived_reservations set charged = 9 where charged > 0 and user_id = %L', :'user_id'));
select is(left(tests.refusal(format('select credits.drop_due(%L)', :'step')), 5), 'TH510', 'a reservation is');
rollback to proven;
select tests.tamper(format('update credits.checkpoint_grants set amount = 1 where user_id = %L', :'user_id'));
select is(left(tests.refusal(format('select credits.drop_due(%L)', :'step')), 5), 'TH510', 'a checkpoint is');
rollback to proven;
select credits.refund(:'user_id', r.id, 1)
from credits.archived_reservations r
where
    r.user_id = :'user_id' and r.created_at < now() - interval '2 years' and r.charged > 10
    and not exists (select from credits.refunds f where f.reservation_id = r.id);
select is(
    coalesce(credits.drop_due(:'step'), 'tomorrow') || (select count(*) from credits.drops), 'tomorrow0',
    'a month whose reservation is refunded waits'
);
select tests.drop_old_months();
select is_empty('select * from credits.verify()', 'and what is right goes with the next run');

select * from finish();
rollback;
