-- The signup bonus is given once: to a user, an e-mail address, a device, a card, and to so many
-- users of a network in an hour.
create domain credits.device as text
    constraint device_is_1_to_500_characters check (length(value) between 1 and 500);

create domain credits.card as text
    constraint card_is_1_to_200_characters check (length(value) between 1 and 200);

create domain credits.digest as bytea not null
    constraint digest_is_32_bytes check (octet_length(value) = 32);

create domain credits.identity_kind as text not null
    constraint identity_kind_is_email_or_device_or_card check (
        value in ('email', 'device', 'card')
    );

comment on domain credits.device is 'The fingerprint of a device, as a client tells it.';
comment on domain credits.card is 'The fingerprint of a card, as the payment provider tells it.';
comment on domain credits.digest is 'SHA-256 of what shall be recognised but not kept.';
comment on domain credits.identity_kind is 'What a person is recognised by.';

create type credits.claim_signup_bonus_request as (
    user_id credits.user_id,
    device credits.device,
    card credits.card
);

create type credits.reverse_signup_bonus_request as (
    user_id credits.user_id,
    reason credits.reason
);

comment on type credits.claim_signup_bonus_request is
    'The arguments of credits.claim_signup_bonus that are texts.';
comment on type credits.reverse_signup_bonus_request is
    'The arguments of credits.reverse_signup_bonus.';

-- No index has a column that drawing a grant changes, so that drawing stays heap-only; source never
-- changes. It is small: signup bonuses only.
-- squawk-ignore require-concurrent-index-creation
create unique index grants_signup_bonus_key on credits.grants (user_id, source)
    where source = 'signup_bonus';

create table credits.signup_claims (
    user_id uuid not null
        constraint signup_claims_pkey primary key,
    plan billing.plan_id not null,
    grant_id uuid not null,
    network cidr,
    created_at timestamptz not null default clock_timestamp(),
    reversed_at timestamptz,
    reversed_reason credits.reason,
    constraint signup_claims_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint signup_claims_reversed_at_fits_reversed_reason
        check ((reversed_at is null) = (reversed_reason is null))
);

comment on table credits.signup_claims is
    'Who got the signup bonus, on which plan, and whether it was taken back.';
comment on column credits.signup_claims.network is
    'Where it was claimed from, as far as known: a /24, or a /64 of IPv6.';

alter table credits.signup_claims enable row level security;
alter table credits.signup_claims force row level security;
create policy "The owner keeps signup claims" on credits.signup_claims
    for all to thin_owner using (true) with check (true);

-- Apart from the claims, because it is unique across users: a small table that every node can have.
-- Digests, because it is only ever asked whether a value is the same: whoever reads the table, a
-- backup or the audit log learns no address, device or card.
create table credits.signup_identities (
    kind credits.identity_kind not null,
    digest credits.digest not null,
    claimed_by uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint signup_identities_pkey primary key (kind, digest)
);

comment on table credits.signup_identities is
    'What the signup bonus was claimed with, each for good: it stays claimed when the bonus is reversed.';
comment on column credits.signup_identities.digest is
    'SHA-256 of the normalised address, or of the fingerprint.';

alter table credits.signup_identities enable row level security;
alter table credits.signup_identities force row level security;
create policy "The owner keeps signup identities" on credits.signup_identities
    for all to thin_owner using (true) with check (true);

-- One row a network rather than one an hour, so that no hour, wherever it begins, has more than the
-- limit; and one row, so that its lock makes the count exact.
create table credits.signup_networks (
    network cidr not null
        constraint signup_networks_pkey primary key,
    claimed_at timestamptz[] not null,
    constraint signup_networks_claimed_at_is_bounded check (
        cardinality(claimed_at) between 1 and 10000
    )
);

comment on table credits.signup_networks is
    'When signup bonuses were lately claimed from a network.';
comment on column credits.signup_networks.claimed_at is
    'The times of the hour before the last claim, and of that claim.';

alter table credits.signup_networks enable row level security;
alter table credits.signup_networks force row level security;
create policy "The owner keeps signup networks" on credits.signup_networks
    for all to thin_owner using (true) with check (true);

create table credits.signup_settings (
    id boolean not null default true
        constraint signup_settings_pkey primary key
        constraint signup_settings_is_one_row check (id),
    -- squawk-ignore prefer-bigint-over-int
    claims_per_network_and_hour integer not null default 50
        constraint signup_settings_claims_per_network_and_hour_is_1_to_10000
        check (claims_per_network_and_hour between 1 and 10000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table credits.signup_settings is
    'Limits of the signup bonus. One row, which an operator changes.';

alter table credits.signup_settings enable row level security;
alter table credits.signup_settings force row level security;
create policy "The owner keeps signup settings" on credits.signup_settings
    for all to thin_owner using (true) with check (true);

insert into credits.signup_settings default values;

create table credits.disposable_domains (
    domain text collate "C" not null
        constraint disposable_domains_pkey primary key
        constraint disposable_domains_domain_is_a_lower_case_name
        check (
            length(domain) <= 253 and domain = lower(domain) and domain ~ '^[^@.\s]+(\.[^@.\s]+)*$'
        ),
    created_at timestamptz not null default now()
);

comment on table credits.disposable_domains is
    'Mail domains, with all below them, whose addresses anybody gets for a moment. An operator adds rows.';

alter table credits.disposable_domains enable row level security;
alter table credits.disposable_domains force row level security;
create policy "The owner keeps disposable domains" on credits.disposable_domains
    for all to thin_owner using (true) with check (true);

-- The best known; seeds have a long list.
insert into credits.disposable_domains (domain) values
    ('10minutemail.com'), ('discard.email'), ('dispostable.com'), ('emailondeck.com'),
    ('fakeinbox.com'), ('getairmail.com'), ('getnada.com'), ('grr.la'), ('guerrillamail.biz'),
    ('guerrillamail.com'), ('guerrillamail.de'), ('guerrillamail.info'), ('guerrillamail.net'),
    ('guerrillamail.org'), ('guerrillamailblock.com'), ('inboxkitten.com'), ('mailcatch.com'),
    ('maildrop.cc'), ('mailinator.com'), ('mailnesia.com'), ('mailnull.com'), ('mailpoof.com'),
    ('mailsac.com'), ('mintemail.com'), ('moakt.com'), ('mohmal.com'), ('mytemp.email'),
    ('sharklasers.com'), ('spam4.me'), ('temp-mail.org'), ('tempail.com'), ('tempmail.plus'),
    ('tempmailo.com'), ('throwawaymail.com'), ('trashmail.com'), ('trashmail.de'), ('yopmail.com'),
    ('yopmail.fr'), ('yopmail.net');
