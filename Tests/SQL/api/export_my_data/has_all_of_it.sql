-- Everything of the user who asks, and nothing of another's, nor any secret.
begin;
select plan(11);

select tests.a_talkative_person('exportword') as id \gset
select tests.a_talkative_person('foreignword') as other \gset
create temporary table document as
select tests.attempt('authenticated', :'id', 'select api.export_my_data()')::jsonb as d;

select is((select d ->> 'user_id' from document), :'id', 'the user');
select set_eq(
    $$select k from document, jsonb_object_keys(d -> 'data') k$$,
    $$select p.relation from ops.personal_data p where p.filter is not null$$,
    'every table that is exported'
);
select is_empty(
    format(
        $$select d.relation from ops.personal_data d
        join pg_attribute a on a.attrelid = to_regclass(d.relation) and a.attname = 'user_id' and a.atttypid = 'uuid'::regtype
        join document x on true
        where d.filter is not null
        and (select count(*) from jsonb_array_elements(x.d -> 'data' -> d.relation)) <> (
            select (xpath('/row/c/text()', query_to_xml(
                format('select count(*) as c from %%s where user_id = %%L', d.relation, %L), false, true, ''
            )))[1]::text::bigint
        )$$, :'id'
    ),
    'with all rows of it'
);
select is_empty(
    $$select p.relation from ops.personal_data p, document
    where p.relation in (
        'auth.sessions', 'auth.users', 'billing.checkouts', 'billing.stripe_references', 'chat.files', 'chat.messages',
        'credits.archived_reservations', 'credits.idempotency_keys', 'credits.signup_identities', 'identity.api_keys',
        'ops.outbox', 'usage.events', 'ai.calls'
    ) and d -> 'data' -> p.relation = '[]'$$,
    'none of these is empty'
);
select is((select d::text ~ 'foreignword' from document), false, 'nothing of another');
select is((select d::text ~ :'other' from document), false, 'not even the id');
select is(
    (select d #>> '{data,auth.users,0,email}' from document), 'exportword@example.com', 'the address'
);
select is_empty(
    format(
        $$select s.secret from document, lateral (
            select u.encrypted_password from auth.users u where u.id = %1$L
            union all select encode(k.digest, 'hex') from identity.api_keys k where k.user_id = %1$L
            union all select r.token from auth.refresh_tokens r where r.user_id = %1$L
            union all select t.token_hash from auth.one_time_tokens t where t.user_id = %1$L
            union all select encode(l.digest, 'hex') from chat.share_links l where l.user_id = %1$L
        ) s (secret) where strpos(d::text, s.secret) > 0$$, :'id'
    ),
    'no secret'
);
select isnt((select d -> 'withheld' -> 'audit.log' from document), null, 'what isn''t in it is said');
select is(
    tests.attempt(
        jsonb_build_object('role', 'authenticated', 'sub', :'id', 'api_key_id', gen_random_uuid()),
        'select api.export_my_data()'
    ), 'TH403', 'not by a key'
);
select is(tests.attempt('anon', null, 'select api.export_my_data()'), '42501', 'nobody');

select * from finish();
rollback;
