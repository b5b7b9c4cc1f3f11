-- A password that agrees in its first 72 bytes only does not match, though bcrypt looks no further;
-- nor does anything match a hash that is none.
begin;
select plan(8);

select extensions.crypt(repeat('x', 72), extensions.gen_salt('bf', 4)) as hash \gset
select is(identity.password_matches(repeat('x', 72), :'hash'), true, '72 bytes');
select is(identity.password_matches(repeat('x', 73), :'hash'), false, '73 bytes');
select is(identity.password_matches(repeat('x', 71), :'hash'), false, '71 bytes');
select isnt(identity.password_matches('', :'hash'), true, 'none');
select isnt(identity.password_matches(null, :'hash'), true, 'null');
select isnt(identity.password_matches('x', null), true, 'no hash');
select isnt(identity.password_matches('x', ''), true, 'an empty hash');
select isnt(identity.password_matches('x', 'x'), true, 'no hash at all');

select * from finish();
rollback;
