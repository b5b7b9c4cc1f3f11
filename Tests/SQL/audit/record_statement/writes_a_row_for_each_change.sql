-- Each row that one statement changes is logged with its own values, without those that never change.
begin;
select plan(2);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 1) as one \gset
select tests.reserved(:'user_id', 2) as two \gset
update credits.reservations set reason = id::text where user_id = :'user_id';

select set_eq(
    $$select l.old_values ->> 'reason' as before, l.new_values ->> 'reason' as after, l.new_values ? 'amount' as is_whole
    from audit.log l where l.relation = 'credits.reservations' and l.operation = 'update'$$,
    format('values (null, %L, false), (null, %L, false)', :'one', :'two'),
    'both'
);
update credits.reservations set reason = null where false;
select is(
    (select count(*) from audit.log where relation = 'credits.reservations' and operation = 'update'),
    2::bigint,
    'and nothing for none'
);

select * from finish();
rollback;
