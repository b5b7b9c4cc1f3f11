-- Without an address, or with a malformed one or challenge, nothing is sent.
begin;
select plan(8);

select is(
    tests.outcome(identity.recover(bad.request::jsonb, tests.context())), '400 validation_failed',
    bad.request
)
from (
    values ('{}'), ('{"email": null}'), ('{"email": "x"}'), ('{"email": ["a@example.com"]}'),
    ('{"email": "a@example.com", "code_challenge": "x"}'), ('[]'), ('null')
) bad (request);
select is_empty('select from identity.turns', 'nor counted');

select * from finish();
rollback;
