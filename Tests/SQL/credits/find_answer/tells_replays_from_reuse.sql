-- The answer of the same request, nothing for an unknown key, an error for another request.
begin;
select plan(5);

select tests.a_user() as user_id \gset
insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
values (:'user_id', 'grant', 'k', credits.fingerprint(jsonb '[1]'), '{"a": 1}');

select is(
    credits.find_answer(:'user_id', 'grant', 'k', credits.fingerprint(jsonb '[1]')),
    '{"a": 1}',
    'a replay'
);
select is(
    credits.find_answer(:'user_id', 'grant', 'other', credits.fingerprint(jsonb '[1]')),
    null,
    'an unknown key'
);
select is(
    credits.find_answer(:'user_id', 'reserve', 'k', credits.fingerprint(jsonb '[1]')),
    null,
    'another operation'
);
select is(credits.find_answer(:'user_id', 'grant', null, null), null, 'no key');
select throws_ok(
    format(
        'select credits.find_answer(%L, ''grant'', ''k'', credits.fingerprint(jsonb ''[2]''))',
        :'user_id'
    ), 'TH409', null, 'another request'
);

select * from finish();
rollback;
