-- At a month's end a later entry may be of the earlier month, and a reservation of another than what it was charged by:
-- what stays is proven, and goes with the month after it.
-- Alone: months of the archive are dropped.
begin;
select plan(11);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 20) as two \gset
select credits.confirm(:'user_id', :'one', 7);
select credits.confirm(:'user_id', :'two', 20);
select credits.confirm(:'user_id', tests.reserved(:'user_id', 3));
select tests.let_time_pass(:'user_id', '3 years');
select date_trunc('month', now() - interval '2 years 6 months', 'UTC') as month \gset
-- The grant, a reservation and the later charge of one month; the earlier charge of the next, the last of the one after.
create function tests.put(p_month timestamptz) returns void language sql volatile as $$
    select tests.tamper(format('update credits.grants set created_at = %L', p_month - interval '1 day'));
    select tests.tamper(format('update credits.reservations set created_at = %L', p_month - interval '1 minute'));
    select tests.tamper(format('update credits.ledger_entries set created_at = %L', p_month - interval '1 second'));
    select tests.tamper(format('update credits.ledger_entries set created_at = %L where sequence = 4', p_month));
    select tests.tamper(format(
        'update credits.ledger_entries set created_at = %L where sequence > 5', p_month + interval '1 month'
    ));
$$;
select tests.put(:'month');
select is_empty('select * from credits.verify()', 'sound before');
create function tests.drop_a_month() returns void language plpgsql volatile as $$
declare
    v_after text;
    v_count bigint := (select count(*) from credits.drops);
begin
    loop
        v_after := credits.archive_due(v_after);
        exit when v_after is null;
    end loop;
    update ops.retention_policies p
    set is_enabled = true, keep = '2 years'
    where p.relation = 'credits.archived_entries';
    loop
        v_after := credits.drop_due(v_after);
        exit when v_after is null or (select count(*) from credits.drops) > v_count;
    end loop;
end
$$;
select tests.drop_a_month();
select results_eq(
    format('select sequence, balance from credits.checkpoints where user_id = %L', :'user_id'),
    $$values (1::bigint, 100::numeric)$$, 'up to the first that stays'
);
select results_eq('select sequence from credits.kept_entries', $$values (5::bigint)$$, 'what came after is kept');
select is_empty('select * from credits.verify()', 'sound');
select results_eq(
    format('select sequence, kind::text, balance from api.ledger_entries where user_id = %L order by sequence', :'user_id'),
    $$values (1::bigint, 'opening', 100::numeric), (4, 'charge', 93), (5, 'charge', 73), (7, 'charge', 70)$$,
    'and history is whole'
);
select is(
    tests.refusal('delete from credits.kept_entries'), 'TH500 credits.kept_entries is append-only.', 'kept, by whoever'
);
select is(
    tests.refusal(format('select credits.refund(%L, %L)', :'user_id', :'one')), 'TH404 reservation', 'not refunded any more'
);
select tests.drop_a_month();
select is_empty('select sequence from credits.kept_entries', 'it goes with the next month');
select is_empty('select * from credits.verify()', 'sound');
select tests.drop_a_month();
select is_empty('select * from credits.verify()', 'and without any left');
select is(
    (select string_agg(concat_ws(' ', l.sequence, l.kind, l.balance), ',') from api.ledger_entries l), '7 opening 70', 'but the balance'
);

select * from finish();
rollback;
