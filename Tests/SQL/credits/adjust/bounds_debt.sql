-- Less than nothing is owed up to the account's limits, and beyond written off.
begin;
select plan(2);

select tests.a_user(1) as user_id \gset
select is(format('%s %s %s', b.available, b.held, b.debt), '0 0 100000', 'owed')
from credits.adjust(:'user_id', -10000000000000, 'a correction') b;
select is(r.written_off::numeric, 9999999899999::numeric, 'written off')
from credits.revocations r where r.user_id = :'user_id';

select * from finish();
rollback;
