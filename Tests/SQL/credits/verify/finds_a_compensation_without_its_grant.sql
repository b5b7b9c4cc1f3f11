-- Planted: compensations that were given twice, or not.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.queue_compensation(:'user_id', :'id', 2);
select credits.settle_compensations();
savepoint before;
select tests.tamper(format('update credits.compensations set amount = 3 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a settled compensation has its grant')$$,
    'another amount'
);
rollback to before;
select tests.tamper(format('update credits.compensations set grant_id = gen_random_uuid() where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a settled compensation has its grant')$$,
    'an unknown grant'
);
rollback to before;
select tests.tamper(format('update credits.compensations set grant_id = %L where user_id = %L', :'grant_id', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a settled compensation has its grant')$$,
    'a grant of something else'
);
rollback to before;
select tests.tamper(format('update credits.refunds set compensated = 1 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('compensations add up to what was compensated')$$,
    'counted otherwise'
);
rollback to before;
select tests.tamper(format('delete from credits.compensations where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('compensations add up to what was compensated')$$,
    'removed'
);

select * from finish();
rollback;
