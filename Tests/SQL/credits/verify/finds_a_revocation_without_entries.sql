-- Planted: revocations that entries, or the grant, do not explain.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.revoke_grant(:'user_id', :'grant_id', 'chargeback');
savepoint before;
select tests.tamper(format('update credits.revocations set taken = taken + 1, written_off = 0, amount = amount + 1 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries add up to what revocations took')$$,
    'taken'
);
rollback to before;
select tests.tamper(format('update credits.revocations set owed = owed - 1, written_off = 1 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries add up to what revocations left owed')$$,
    'owed'
);
rollback to before;
select tests.tamper(format('delete from credits.revocations where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries add up to what revocations took')$$,
    'removed'
);
rollback to before;
select tests.tamper(format('update credits.grants set revoked = 9 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('revocations of a grant add up to what was revoked')$$,
    'of the grant'
);

select * from finish();
rollback;
