-- Whatever a user could write, or anybody wrote of the user, is gone once the account is deleted: a word is put into
-- every column that takes one. What is left is what only programs choose. Everything can still be proven.
begin;
select plan(12);

select tests.a_talkative_person('plantedword') as id \gset
select tests.a_talkative_person('otherword', '203.0.114.78') as other \gset
select count(*) from tests.plant_words(:'id', 'plantedword', array[
    -- What programs choose among, and nobody writes: kinds, plans, models, roles, and packs' names.
    'ai.calls.model', 'ai.calls.provider', 'auth.users.aud', 'auth.users.role', 'billing.checkouts.name',
    'credits.archived_reservations.job_type', 'credits.reservations.job_type', 'credits.grants.source',
    'credits.monthly_refreshes.plan', 'credits.signup_claims.plan', 'ops.rate_counters.class',
    'ops.rate_counters.subject', 'usage.alerts.plan', 'usage.events.meter', 'usage.counters.meter'
]);
create temporary table before as select p from tests.holders_of('plantedword') p;
select is(
    (select count(*) > 60 from before), true, format('the word is in %s columns', (select count(*) from before))
);
select is_empty(
    $$select unnest(array[
        'auth.users.email', 'auth.users.raw_user_meta_data', 'auth.identities.identity_data', 'auth.sessions.user_agent',
        'audit.log_initial.agent', 'audit.log_initial.request_id', 'audit.log_initial.new_values',
        'billing.checkouts.success_url', 'billing.stripe_events.payload', 'chat.file_contents.content',
        'chat.files.name', 'chat.messages.content', 'chat.messages.words', 'chat.run_events.data', 'chat.sessions.title',
        'credits.compensations.reason', 'credits.grants.metadata', 'credits.idempotency_keys.answer',
        'credits.idempotency_keys.key', 'credits.refunds.reason', 'credits.reservations.description',
        'credits.revocations.reason', 'credits.signup_claims.reversed_reason', 'identity.api_keys.name',
        'ops.outbox.recipient', 'usage.events.event_id', 'usage.events.metadata', 'ai.calls.provider_request_id',
        'ai.calls.raw_usage'
    ]) except select p from before$$,
    'among them all that should be'
);
select is(
    (
        select count(distinct split_part(b.p, '_', 2))
        from before b
        where b.p like 'credits.archived_reservations_%.description' or b.p like 'billing.archived_payloads_%.payload'
    ), 2::bigint, 'also archives'
);

select ops.erase_account(:'id', 'asked for', null);
select tests.run_job('erasures');
select tests.let_erasure_age(:'id');
-- What still came in that hour.
select credits.grant_credits(:'id', 1, 'purchase', p_idempotency_key => 'plantedword late');
select tests.receive(
    'customer.updated',
    jsonb_build_object('id', tests.stripe_name('cus', :'id'), 'object', 'customer', 'name', 'plantedword')
);
select ok(
    not exists (
        select from billing.stripe_events e where e.payload::text like '%plantedword%'
    ), 'what comes later from Stripe is not kept at all'
);
select tests.run_job('erasures');

select is_empty($$select h from tests.holders_of('plantedword') h$$, 'nothing is left of it');
select is_empty($$select h from tests.holders_of('203.0.113.77') h$$, 'nor of the address');
select is_empty(
    $$select h from tests.holders_of('203.0.113.0/24') h where h <> 'credits.signup_networks.network'$$, 'nor of its network'
);
select isnt_empty($$select h from tests.holders_of('otherword') h where h like 'audit.%'$$, 'others'' traces stay');
select is(
    (select e.finished_at is not null from ops.erasures e where e.user_id = :'id'), true, 'it is finished'
);
select is_empty('select * from credits.verify()', 'the ledger is sound');
select is_empty('select * from usage.verify()', 'so is usage');
select is_empty('select * from ai.verify()', 'and so are model calls');

select * from finish();
rollback;
