-- Anonymous users exist only if a setting allows them.
begin;
select plan(5);

select is(
    tests.outcome(identity.sign_up('{"data": {}}', tests.context())),
    '422 anonymous_provider_disabled', 'not by default'
);
update identity.settings set allows_anonymous = true;
select a.* from identity.sign_up('{"data": {"a": 1}}', tests.context()) a \gset
select is(:'status'::text, '200', 'allowed');
select is(:'claims'::jsonb -> 'is_anonymous', 'true', 'the token says so');
select is(:'claims'::jsonb -> 'amr' -> 0 ->> 'method', 'anonymous', 'amr');
select is(:'body'::jsonb #>> '{user,email}', '', 'no address');

select * from finish();
rollback;
