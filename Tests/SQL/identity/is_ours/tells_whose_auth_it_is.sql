-- Identity is ours where schema auth belongs to the owner.
begin;
select plan(3);

select is(identity.is_ours(), true, 'here');
alter schema auth owner to postgres;
select is(identity.is_ours(), false, 'where somebody else brought it');
select lives_ok('select identity.sweep()', 'then nothing is swept');

select * from finish();
rollback;
