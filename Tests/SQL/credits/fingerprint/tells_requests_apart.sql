-- A fingerprint is the SHA-256 of the arguments in one spelling, whatever the session's settings.
begin;
select plan(3);

select is(
    credits.fingerprint(jsonb '["a", 1.5, null]'), sha256(
        convert_to('["a", 1.5, null]', 'UTF8')
    ), 'SHA-256'
);
select is(
    credits.fingerprint(jsonb '{"b":1,  "a":2}'),
    credits.fingerprint(jsonb '{"a": 2, "b": 1}'),
    'spacing and order do not count'
);
select isnt(
    credits.fingerprint(jsonb '["a", null]'),
    credits.fingerprint(jsonb '[null, "a"]'),
    'places do'
);

select * from finish();
rollback;
