-- A key that is not listed is refused.
begin;
select plan(3);

select throws_ok(
    $$select credits.check_metadata('{"note": 1, "ssn": 1}')$$, 'TH001', 'invalid argument',
    'refused'
);
select lives_ok($$select credits.check_metadata('{"note": 1, "model": "m"}')$$, 'listed keys pass');
select lives_ok($$select credits.check_metadata('{}')$$, 'so does nothing');

select * from finish();
rollback;
