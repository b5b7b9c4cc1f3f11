-- What is known of a user can be taken along, and goes when the user goes.
create table ops.erasures (
    user_id uuid not null
        constraint erasures_pkey primary key,
    reason text not null
        constraint erasures_reason_is_1_to_500_characters check (length(reason) between 1 and 500),
    requested_by uuid,
    requested_as text not null,
    requested_at timestamptz not null default clock_timestamp(),
    rows_erased bigint not null default 0
        constraint erasures_rows_erased_is_0_or_more check (rows_erased >= 0),
    settled_at timestamptz,
    scanned_at timestamptz,
    finished_at timestamptz,
    updated_at timestamptz not null default clock_timestamp(),
    constraint erasures_finish_after_they_settle check (finished_at is null or settled_at is not null)
);

comment on table ops.erasures is
    'Users whose account was deleted, each for good. It is what lets the log and other append-only tables lose what they say of a user.';
comment on column ops.erasures.reason is
    'Why, in the words of whoever asked. It stays, so it should name nobody.';
comment on column ops.erasures.requested_by is 'The user behind the token; null for a trusted server.';
comment on column ops.erasures.requested_as is 'The role that asked.';
comment on column ops.erasures.settled_at is
    'When nothing of the user was under way any more, and what that had left was erased too.';
comment on column ops.erasures.scanned_at is
    'When what has no index by user (the log, Stripe''s events) was first gone through.';
comment on column ops.erasures.finished_at is 'When that was done again, after settled_at.';

create index erasures_unfinished_idx on ops.erasures (requested_at) where finished_at is null;

create table ops.exports (
    id uuid not null default gen_random_uuid()
        constraint exports_pkey primary key,
    user_id uuid not null,
    reason text not null
        constraint exports_reason_is_1_to_500_characters check (length(reason) between 1 and 500),
    exported_by uuid,
    exported_as text not null,
    exported_at timestamptz not null default clock_timestamp()
);

comment on table ops.exports is
    'Append-only: who had somebody else''s data exported, and why. What users export of their own leaves no row.';
comment on column ops.exports.exported_by is 'The user behind the token; null for a trusted server.';
comment on column ops.exports.exported_as is 'The role that asked.';

-- A row for every table, so that nobody forgets one: a test fails on a table without it.
create table ops.personal_data (
    relation text not null
        constraint personal_data_pkey primary key
        constraint personal_data_relation_is_a_table
        check (relation ~ '^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$'),
    filter text
        constraint personal_data_filter_is_of_one_user check (filter like '%$1%'),
    omitted text[] not null default '{}',
    withheld text
        constraint personal_data_withheld_is_a_reason check (length(withheld) between 1 and 300),
    erasure text not null
        constraint personal_data_erasure_says_what_becomes_of_it check (length(erasure) between 1 and 300),
    constraint personal_data_is_exported_or_says_why_not check ((filter is null) = (withheld is not null))
);

comment on table ops.personal_data is
    'Of each table: which rows are a user''s, what of them is exported, and what becomes of them when the user goes.';
comment on column ops.personal_data.filter is
    'The condition under which a row t is of the user $1; null for what isn''t exported.';
comment on column ops.personal_data.omitted is
    'Columns that aren''t exported: secrets, digests, and what only this system understands.';
comment on column ops.personal_data.withheld is 'Why it isn''t exported.';
comment on column ops.personal_data.erasure is 'What becomes of it when the account is deleted.';

alter table ops.erasures enable row level security;
alter table ops.erasures force row level security;
create policy "The owner keeps erasures" on ops.erasures
    for all to thin_owner using (true) with check (true);
alter table ops.exports enable row level security;
alter table ops.exports force row level security;
create policy "The owner keeps exports" on ops.exports
    for all to thin_owner using (true) with check (true);
alter table ops.personal_data enable row level security;
alter table ops.personal_data force row level security;
create policy "The owner keeps what is known of personal data" on ops.personal_data
    for all to thin_owner using (true) with check (true);

-- What is still to be asked of Stripe for somebody who has gone: to end what would go on being paid, to close pages
-- on which somebody could pay in vain, and to forget name and addresses.
create table billing.stripe_errands (
    user_id uuid not null
        constraint stripe_errands_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    kind text not null
        constraint stripe_errands_kind_is_known
        check (kind in ('cancel_subscription', 'expire_session', 'forget_customer')),
    stripe_id billing.stripe_id not null
        constraint stripe_errands_stripe_id_fkey references billing.stripe_references (id),
    -- squawk-ignore prefer-bigint-over-int
    attempts integer not null default 0
        constraint stripe_errands_attempts_is_0_to_50 check (attempts between 0 and 50),
    next_attempt_at timestamptz not null default clock_timestamp(),
    last_error text
        constraint stripe_errands_last_error_is_up_to_200_characters check (length(last_error) <= 200),
    created_at timestamptz not null default clock_timestamp(),
    done_at timestamptz,
    failed_at timestamptz,
    updated_at timestamptz not null default clock_timestamp(),
    constraint stripe_errands_pkey primary key (user_id, id),
    constraint stripe_errands_object_key unique (user_id, kind, stripe_id),
    constraint stripe_errands_end_one_way check (done_at is null or failed_at is null)
);
create index stripe_errands_due_idx on billing.stripe_errands (next_attempt_at)
    where done_at is null and failed_at is null;
create index stripe_errands_stripe_id_idx on billing.stripe_errands (stripe_id);

comment on table billing.stripe_errands is
    'What is to be asked of Stripe because an account was deleted, and what became of it.';
comment on column billing.stripe_errands.last_error is 'Stripe''s code of the last failed attempt.';
comment on column billing.stripe_errands.failed_at is
    'When it was given up, after 50 attempts: somebody has to do it in Stripe''s dashboard.';

alter table billing.stripe_errands enable row level security;
alter table billing.stripe_errands force row level security;
create policy "The owner keeps errands" on billing.stripe_errands
    for all to thin_owner using (true) with check (true);

-- Whose mail it is, so that it can be found when the address has changed. What is there already has none, and is
-- gone after 30 days.
alter table ops.outbox add column user_id uuid;
-- squawk-ignore require-concurrent-index-creation
create index outbox_user_id_idx on ops.outbox (user_id) where user_id is not null;

comment on column ops.outbox.user_id is 'Whom it is for; null for what was written before this column.';

create type billing.erased_events as (
    erased integer,
    last_received_at timestamptz,
    last_id text
);

comment on type billing.erased_events is
    'How many events lost what they told, and the one to go on after; null when none is left.';

create type ops.erasure_report as (
    user_id uuid,
    reason text,
    requested_by uuid,
    requested_at timestamptz,
    settled_at timestamptz,
    finished_at timestamptz
);

create type ops.erasure_request as (
    user_id credits.user_id,
    reason credits.reason
);

comment on type ops.erasure_report is
    'A deleted account: settled when nothing was under way any more, finished when no trace is left.';
comment on type ops.erasure_request is 'Whose account, and why.';

insert into ops.jobs (name, description, every, time_limit, statement) values
    (
        'erasures', 'Erases what deleted accounts have left: what was under way, the log, Stripe''s events.',
        '10 minutes', '2 hours', 'select ops.erase_due($1)'
    );

insert into identity.api_scope_objects (scope, object) values
    ('operation:read', 'api.admin_erasures');

-- Operators who have rows of their own for any of these keep them.
insert into ops.rate_limits (kind, name, class)
select 'function', o.name, c.id
from (values ('export_my_data', 'sensitive'), ('delete_my_account', 'sensitive')) o (name, class)
join ops.rate_classes c on c.id = o.class
on conflict do nothing;
delete from ops.rate_limits where kind = 'function' and name = 'delete_account';

-- There is one way to delete an account now.
-- squawk-ignore ban-drop-function
drop function if exists api.delete_account();
-- It answers how many rows now.
-- squawk-ignore ban-drop-function
drop function if exists identity.erase_user(uuid);

insert into ops.personal_data (relation, filter, omitted, erasure) values
    ('ai.budget_counters', 't.user_id = $1', '{}', 'stays: sums'),
    ('ai.budgets', 't.user_id = $1', '{}', 'stays: amounts'),
    (
        'ai.calls', 't.user_id = $1', '{digest}',
        'stays as the receipt of a charge, without digest, run and what the provider said of it'
    ),
    (
        'ai.archived_calls', 't.user_id = $1', '{digest}',
        'stays as the receipt of a charge, without digest, run and what the provider said of it'
    ),
    (
        'auth.flow_state', 't.user_id = $1',
        '{auth_code,code_challenge,provider_access_token,provider_refresh_token}', 'goes'
    ),
    ('auth.identities', 't.user_id = $1', '{}', 'goes'),
    (
        'auth.mfa_amr_claims', 't.session_id in (select s.id from auth.sessions s where s.user_id = $1)',
        '{}', 'goes with its session'
    ),
    ('auth.one_time_tokens', 't.user_id = $1', '{token_hash}', 'goes'),
    (
        'auth.refresh_tokens', 't.session_id in (select s.id from auth.sessions s where s.user_id = $1)',
        '{token,parent}', 'goes with its session'
    ),
    ('auth.sessions', 't.user_id = $1', '{refresh_token_hmac_key}', 'goes'),
    (
        'auth.users', 't.id = $1',
        '{encrypted_password,confirmation_token,recovery_token,email_change_token_new,phone_change_token,'
        'email_change_token_current,reauthentication_token}',
        'stays as an id, with its times; all else is emptied'
    ),
    (
        'billing.charges',
        't.payment_intent_id in (select r.id from billing.stripe_references r where r.owner_id = $1)',
        '{}', 'stays: amounts'
    ),
    (
        'billing.checkouts', 't.user_id = $1', '{fingerprint}',
        'stays as what was sold, without its addresses and idempotency key'
    ),
    (
        'billing.customers', 't.user_id = $1', '{}',
        'stays as Stripe''s number, by which late payments are told apart, without the payment method'
    ),
    (
        'billing.disputes',
        't.payment_intent_id in (select r.id from billing.stripe_references r where r.owner_id = $1)',
        '{}', 'stays: amounts'
    ),
    (
        'billing.failed_refunds',
        't.payment_intent_id in (select r.id from billing.stripe_references r where r.owner_id = $1)',
        '{}', 'stays: amounts'
    ),
    (
        'billing.invoices',
        't.subscription_id in (select r.id from billing.stripe_references r where r.owner_id = $1)',
        '{}', 'stays: amounts'
    ),
    ('billing.payment_returns', 't.user_id = $1', '{}', 'stays: amounts'),
    ('billing.payment_revocations', 't.user_id = $1', '{}', 'stays: amounts'),
    ('billing.payments', 't.user_id = $1', '{}', 'stays: amounts'),
    ('billing.prorations', 't.user_id = $1', '{}', 'stays: amounts'),
    ('billing.stripe_errands', 't.user_id = $1', '{}', 'stays: what Stripe was asked for'),
    ('billing.stripe_references', 't.owner_id = $1', '{}', 'stays: Stripe''s numbers'),
    (
        'billing.stripe_subscriptions',
        't.id in (select r.id from billing.stripe_references r where r.owner_id = $1)',
        '{}', 'stays: plan, amounts and times'
    ),
    ('billing.subscription_events', 't.user_id = $1', '{}', 'stays: plan, amounts and times'),
    ('billing.subscriptions', 't.user_id = $1', '{}', 'is canceled, and stays: plan, amounts and times'),
    ('billing.top_up_settings', 't.user_id = $1', '{}', 'goes'),
    ('billing.top_ups', 't.user_id = $1', '{}', 'stays: amounts'),
    ('chat.files', 't.user_id = $1', '{}', 'goes'),
    ('chat.messages', 't.user_id = $1', '{words}', 'goes'),
    ('chat.run_events', 't.user_id = $1', '{}', 'goes'),
    ('chat.runs', 't.user_id = $1', '{fingerprint}', 'goes'),
    ('chat.sessions', 't.user_id = $1', '{}', 'goes'),
    ('chat.share_links', 't.user_id = $1', '{digest}', 'goes'),
    ('credits.accounts', 't.user_id = $1', '{}', 'stays: amounts'),
    ('credits.archived_entries', 't.user_id = $1', '{}', 'stays: amounts'),
    (
        'credits.archived_reservations', 't.user_id = $1', '{metadata}',
        'stays: amounts, kind of job and times, without what was written of it'
    ),
    ('credits.compensations', 't.user_id = $1', '{}', 'stays, without its reason'),
    ('credits.grants', 't.user_id = $1', '{metadata}', 'stays, without its metadata'),
    ('credits.idempotency_keys', 't.user_id = $1', '{fingerprint}', 'goes'),
    ('credits.ledger_entries', 't.user_id = $1', '{}', 'stays: amounts'),
    ('credits.monthly_refreshes', 't.user_id = $1', '{}', 'stays: amounts'),
    ('credits.refunds', 't.user_id = $1', '{}', 'stays, without its reason'),
    (
        'credits.reservations', 't.user_id = $1', '{metadata}',
        'stays: amounts, kind of job and times, without what was written of it'
    ),
    ('credits.revocations', 't.user_id = $1', '{}', 'stays, without its reason'),
    ('credits.signup_claims', 't.user_id = $1', '{}', 'stays, without network and reason'),
    (
        'credits.signup_identities', 't.claimed_by = $1', '{}',
        'stays as a digest of nobody''s, so that no bonus is claimed twice by leaving in between'
    ),
    (
        'identity.api_key_scopes',
        't.api_key_id in (select k.id from identity.api_keys k where k.user_id = $1)', '{}', 'stays: names of scopes'
    ),
    (
        'identity.api_keys', 't.user_id = $1', '{digest,previous_digest}',
        'is revoked, and stays as a number that the log names, without its name and digest'
    ),
    ('ops.erasures', 't.user_id = $1', '{}', 'stays: that the account was deleted'),
    ('ops.exports', 't.user_id = $1', '{}', 'stays: who exported it'),
    ('ops.outbox', 't.user_id = $1', '{body}', 'goes'),
    ('ops.rate_counters', 't.subject = ''user '' || $1', '{}', 'goes'),
    ('usage.alerts', 't.user_id = $1', '{}', 'stays: amounts'),
    (
        'usage.archived_events', 't.user_id = $1', '{metadata}',
        'stays: what was used and when, under an id that is new, without job and metadata'
    ),
    ('usage.counters', 't.user_id = $1', '{}', 'stays: amounts'),
    ('usage.past_events', 't.user_id = $1', '{digest}', 'goes'),
    (
        'usage.events', 't.user_id = $1', '{metadata}',
        'stays: what was used and when, under an id that is new, without job and metadata'
    );

insert into ops.personal_data (relation, withheld, erasure) values
    (
        'audit.log', 'it isn''t kept by user; admins read it by api.audit_log',
        'stays: who did what to which table and when; request, address, agent and values go, digests of them stay'
    ),
    (
        'billing.stripe_events', 'what counts of it is in the other tables of billing',
        'stays as an id, its type and what came of it; what Stripe told goes'
    ),
    (
        'chat.file_contents', 'too large for one document; GET /chat/v1/files/{id} hands out each of chat.files',
        'goes'
    ),
    ('credits.signup_networks', 'of networks, not of users', 'stays: times by network'),
    (
        'identity.turns', 'digests of addresses, for an hour', 'goes within the hour'
    ),
    (
        'ops.webhook_deliveries', 'of the operator''s servers; it says what usage.alerts says',
        'goes'
    );

insert into ops.personal_data (relation, withheld, erasure)
select r, 'nothing in it is of a user', 'stays'
from unnest(array[
    'ai.media_tokens', 'ai.model_limits', 'ai.models', 'ai.prices', 'ai.settings', 'ai.sweeps',
    'audit.dropped_digests', 'audit.drops', 'audit.redactions', 'audit.seals', 'billing.packs', 'billing.plan_prices', 'billing.plans',
    'billing.settings', 'billing.stripe_prices', 'billing.subscription_transitions', 'chat.settings',
    'credits.default_price', 'credits.disposable_domains', 'credits.metadata_keys', 'credits.prices',
    'credits.signup_settings', 'identity.api_scope_objects', 'identity.api_scopes',
    'identity.common_passwords', 'identity.keys', 'identity.mail_templates', 'identity.settings',
    'ops.error_codes', 'ops.job_runs', 'ops.jobs', 'ops.personal_data', 'ops.rate_classes',
    'ops.rate_limits', 'ops.rate_overrides', 'ops.retention_policies', 'ops.retention_runs', 'ops.webhook_endpoints', 'ops.webhook_settings',
    'usage.alert_thresholds', 'usage.limits', 'usage.meters'
]) r;
