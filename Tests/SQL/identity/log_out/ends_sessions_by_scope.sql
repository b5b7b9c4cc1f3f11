-- Logging out ends this session, the others, or all, at once; others users stay signed in.
begin;
select plan(12);

select tests.a_person('a@example.com') as user_id \gset
select tests.a_person('b@example.com') as other_id \gset
select tests.claims(:'user_id') as one \gset
select tests.claims(:'user_id') as two \gset
select tests.claims(:'user_id') as three \gset
select tests.claims(:'other_id') as other \gset

select is(
    tests.outcome(identity.log_out('{}', tests.context(:'one', '{"scope": "local"}'))), '204',
    'local'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'one'))), '403 session_not_found',
    'this one has ended'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'two'))), '200', 'the second goes on'
);
select is(
    tests.outcome(identity.log_out('{}', tests.context(:'two', '{"scope": "others"}'))), '204',
    'others'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'three'))), '403 session_not_found',
    'the third has ended'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'two'))), '200', 'the second still goes on'
);
select is(
    tests.outcome(identity.log_out('{}', tests.context(:'two', '{"scope": "x"}'))),
    '400 validation_failed', 'another scope'
);
select is(
    tests.outcome(identity.log_out('{}', tests.context(:'two'))), '204', 'global, by default'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'two'))), '403 session_not_found',
    'it has ended'
);
select is(
    tests.outcome(identity.log_out('{}', tests.context(:'two'))), '403 session_not_found', 'twice'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'other'))), '200', 'the other user stays'
);
select is(
    tests.outcome(identity.log_out('{}', tests.context())), '401 no_authorization',
    'without a token'
);

select * from finish();
rollback;
