-- A code that is not in the registry can't be raised.
begin;
select plan(1);

select throws_ok($$select ops.fail('TH000')$$, 'P0002', null, 'no such row');

select * from finish();
rollback;
