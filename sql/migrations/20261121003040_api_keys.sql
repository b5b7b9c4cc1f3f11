-- Keys for programs: a bearer token that doesn't expire by itself, does only what its scopes say, and
-- can be taken back at once. A key is 256 random bits, so a plain digest of it can't be tried out.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH408', 401, 'api_key_invalid', 'api key is not valid', false);

create domain identity.name as text not null
    constraint name_is_1_to_100_characters_on_one_line
    check (length(value) between 1 and 100 and value !~ '[[:cntrl:]]');

create domain identity.scopes as text[] not null
    constraint scopes_are_1_to_20_names
    check (cardinality(value) between 1 and 20 and array_position(value, null) is null);

create domain identity.overlap as interval not null
    constraint overlap_is_at_most_7_days check (extract(epoch from value) between 0 and 604800);

create type identity.api_key_request as (
    name identity.name,
    scopes identity.scopes
);

create type identity.api_key_rotation as (
    overlap identity.overlap
);

create type identity.issued_api_key as (
    id uuid,
    key text,
    prefix text,
    name text,
    role text,
    user_id uuid,
    scopes text[],
    expires_at timestamptz,
    created_at timestamptz
);

create type identity.bearer as (
    role text,
    claims jsonb
);

comment on domain identity.name is 'What a key is called.';
comment on domain identity.scopes is 'What a key may do.';
comment on domain identity.overlap is 'How long a key''s old secret is still taken after a rotation.';
comment on type identity.api_key_request is 'The arguments of a new key.';
comment on type identity.api_key_rotation is 'The arguments of a rotation.';
comment on type identity.issued_api_key is 'A key as it is shown once.';
comment on type identity.bearer is 'On whose behalf a key''s request runs: database role and claims.';

create table identity.api_scopes (
    name text not null
        constraint api_scopes_pkey primary key
        constraint api_scopes_name_is_a_subject_and_a_verb
        check (name ~ '^[a-z][a-z_]{0,30}(:[a-z][a-z_]{0,30})?$'),
    description text not null
        constraint api_scopes_description_is_1_to_200_characters
        check (length(description) between 1 and 200),
    created_at timestamptz not null default now()
);

comment on table identity.api_scopes is 'What keys may be allowed to do. "all" is whatever their role may.';

create table identity.api_scope_objects (
    scope text not null
        constraint api_scope_objects_scope_fkey references identity.api_scopes (name) on delete cascade,
    object text not null
        constraint api_scope_objects_object_is_1_to_200_characters
        check (length(object) between 1 and 200),
    constraint api_scope_objects_pkey primary key (object, scope)
);
create index api_scope_objects_scope_idx on identity.api_scope_objects (scope);

comment on table identity.api_scope_objects is
    'Which views and functions a scope opens. What has no row is open to the scope all only.';
comment on column identity.api_scope_objects.object is
    'Schema and name of a view or function; "auth" for what /auth/v1 does with a token.';

create table identity.api_keys (
    id uuid not null default gen_random_uuid()
        constraint api_keys_pkey primary key,
    user_id uuid
        constraint api_keys_user_id_fkey references credits.accounts (user_id),
    role text not null
        constraint api_keys_role_is_known check (role in ('authenticated', 'service_role')),
    name identity.name,
    prefix text not null
        constraint api_keys_prefix_key unique
        constraint api_keys_prefix_is_thin_and_12_digits check (prefix ~ '^thin_[0-9a-f]{12}$'),
    digest bytea not null
        constraint api_keys_digest_key unique
        constraint api_keys_digest_is_32_bytes check (octet_length(digest) = 32),
    previous_digest bytea
        constraint api_keys_previous_digest_key unique
        constraint api_keys_previous_digest_is_32_bytes check (octet_length(previous_digest) = 32),
    previous_until timestamptz,
    expires_at timestamptz,
    last_used_at timestamptz,
    rotated_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint api_keys_users_key_acts_as_authenticated
        check ((role = 'authenticated') = (user_id is not null)),
    constraint api_keys_previous_digest_has_an_end
        check ((previous_digest is null) = (previous_until is null))
);
create index api_keys_user_id_idx on identity.api_keys (user_id);

comment on table identity.api_keys is 'Keys for programs. The key itself is shown once and kept nowhere.';
comment on column identity.api_keys.user_id is 'For whom it acts; null for a trusted server''s.';
comment on column identity.api_keys.prefix is 'How the key begins: to tell keys apart.';
comment on column identity.api_keys.digest is 'SHA-256 of the key.';
comment on column identity.api_keys.previous_digest is
    'SHA-256 of the key before the last rotation, which is taken until previous_until.';
comment on column identity.api_keys.last_used_at is 'Kept to the minute.';

create table identity.api_key_scopes (
    api_key_id uuid not null
        constraint api_key_scopes_api_key_id_fkey references identity.api_keys (id) on delete cascade,
    scope text not null
        constraint api_key_scopes_scope_fkey references identity.api_scopes (name),
    constraint api_key_scopes_pkey primary key (api_key_id, scope)
);
create index api_key_scopes_scope_idx on identity.api_key_scopes (scope);

comment on table identity.api_key_scopes is 'What each key may do.';

insert into identity.api_scopes (name, description) values
    ('all', 'whatever the key''s role may do'),
    ('credits:read', 'read balance, grants, usage, entries and prices'),
    ('credits:claim', 'claim the signup bonus'),
    ('credits:spend', 'reserve, confirm and release credits'),
    ('credits:manage', 'grant, adjust, refund and take back credits, set prices and limits'),
    ('identity:manage', 'read and change users by /auth/v1');

insert into identity.api_scope_objects (scope, object)
select g.scope, o.object
from (
    values
        ('identity:manage', array['auth']),
        (
            'credits:read',
            array[
                'api.balance', 'api.credit_grants', 'api.credit_usage', 'api.ledger_entries',
                'api.revocations', 'api.monthly_refreshes', 'api.pricing', 'api.balance_at',
                'api.expiring_grants'
            ]
        ),
        ('credits:claim', array['api.claim_signup_bonus']),
        (
            'credits:spend',
            array[
                'api.reserve', 'api.reserve_many', 'api.confirm', 'api.confirm_many', 'api.release',
                'api.release_many', 'api.price_job'
            ]
        ),
        (
            'credits:manage',
            array[
                'api.grant_credits', 'api.adjust', 'api.refund', 'api.revoke_grant', 'api.set_price',
                'api.set_debt_limit', 'api.queue_compensation', 'api.retry_compensation',
                'api.settle_compensations', 'api.reverse_signup_bonus', 'api.verify'
            ]
        )
) g (scope, objects)
cross join unnest(g.objects) o (object);

alter table identity.api_scopes enable row level security;
alter table identity.api_scopes force row level security;
create policy "The owner keeps scopes" on identity.api_scopes
    for all to thin_owner using (true) with check (true);
alter table identity.api_scope_objects enable row level security;
alter table identity.api_scope_objects force row level security;
create policy "The owner keeps what scopes open" on identity.api_scope_objects
    for all to thin_owner using (true) with check (true);
alter table identity.api_keys enable row level security;
alter table identity.api_keys force row level security;
create policy "The owner keeps keys" on identity.api_keys
    for all to thin_owner using (true) with check (true);
alter table identity.api_key_scopes enable row level security;
alter table identity.api_key_scopes force row level security;
create policy "The owner keeps scopes of keys" on identity.api_key_scopes
    for all to thin_owner using (true) with check (true);
