-- A user sees the own rows of every table and view, and none of another's.
begin;
select plan(47);

select tests.a_user(10) as one \gset
select tests.a_user(10) as other \gset
select credits.confirm(:'one', tests.reserved(:'one', 1)), credits.confirm(
    :'other',
    tests.reserved(:'other', 1)
);

select credits.adjust(u.user_id::uuid, -1, 'why') from (values (:'one'), (:'other')) u (user_id);
select tests.let_time_pass(u.user_id::uuid, '200 days'), tests.archive(u.user_id::uuid)
from (values (:'one'), (:'other')) u (user_id);
select credits.confirm(u.user_id::uuid, tests.reserved(u.user_id::uuid, 1))
from (values (:'one'), (:'other')) u (user_id);

select is(
    tests.attempt(
        'authenticated',
        :'one',
        format('select string_agg(distinct user_id::text, '','') from %s', seen.relation)
    ),
    :'one',
    format('%s: the own', seen.relation)
)
from unnest(
    array[
        'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
        'api.balance', 'api.credit_grants', 'api.ledger_entries', 'api.revocations',
        'credits.revocations', 'credits.archived_entries', 'credits.archived_reservations'
    ]
) as seen (relation);
select is(
    tests.attempt(
        'authenticated',
        :'one',
        format('select count(*) from %s where user_id = %L', seen.relation, :'other')
    ),
    '0',
    format('%s: none of another', seen.relation)
)
from unnest(
    array[
        'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
        'api.balance', 'api.credit_grants', 'api.ledger_entries', 'api.revocations',
        'credits.revocations', 'credits.archived_entries', 'credits.archived_reservations'
    ]
) as seen (relation);
select is(
    tests.attempt(
        'authenticated',
        :'one',
        'select count(*) from api.credit_usage'
    ), '2', 'api.credit_usage: the own'
);
select is(
    tests.attempt(
        'authenticated',
        gen_random_uuid(),
        format('select count(*) from %s', seen.relation)
    ),
    '0',
    format('%s: nothing for somebody unknown', seen.relation)
)
from unnest(
    array[
        'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
        'api.balance', 'api.credit_grants', 'api.credit_usage', 'api.ledger_entries', 'api.revocations',
        'credits.revocations', 'credits.archived_entries', 'credits.archived_reservations'
    ]
) as seen (relation);
select is(
    tests.attempt('authenticated', null, format('select count(*) from %s', seen.relation)),
    '0',
    format('%s: nothing without a user', seen.relation)
)
from unnest(
    array[
        'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
        'api.balance', 'api.credit_grants', 'api.credit_usage', 'api.ledger_entries', 'api.revocations',
        'credits.revocations', 'credits.archived_entries', 'credits.archived_reservations'
    ]
) as seen (relation);

select * from finish();
rollback;
