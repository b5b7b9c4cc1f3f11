-- Where there is no password to compare with, one is hashed at the same cost: the dummy salt is as
-- good as a real one.
begin;
select plan(3);

update identity.settings set bcrypt_cost = 11;
select extensions.crypt('x', '$2a$11$ThinThinThinThinThinTu') as hash \gset
select matches(:'hash'::text, '^\$2a\$11\$', 'the cost of the settings');
select is(length(:'hash'), 60, 'bcrypt');
-- Were nothing hashed, it would take microseconds; a hash of cost 11 takes some 100 ms.
select clock_timestamp() as started \gset
select identity.password_matches('x', null);
select ok(clock_timestamp() - :'started' > interval '5 ms', 'work is done');

select * from finish();
rollback;
