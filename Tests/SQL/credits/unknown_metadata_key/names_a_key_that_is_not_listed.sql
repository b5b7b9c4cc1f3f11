-- A key that is not listed is named; listed ones, and none at all, pass.
begin;
select plan(3);

select is(credits.unknown_metadata_key('{"note": "x", "planted": 1}'), 'planted', 'not listed');
select is(credits.unknown_metadata_key('{"note": "x", "model": 1}'), null, 'listed');
select is(credits.unknown_metadata_key('{}'), null, 'none');

select * from finish();
rollback;
