-- What is sold for money, to whom, and what was offered to whom: Stripe only carries out what stands here.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH417', 409, 'checkout_closed', 'checkout is closed', false),
    ('TH419', 409, 'managed_by_provider', 'the payment provider manages it', false),
    ('TH418', 409, 'payment_method_missing', 'no payment method is saved', false),
    ('TH502', 502, 'payment_provider_failed', 'the payment provider did not answer', true);

create domain billing.stripe_id as text collate "C"
    constraint stripe_id_is_a_prefix_and_up_to_250_letters_or_digits
    check (value ~ '^[a-z]{2,12}_[A-Za-z0-9_]{1,250}$');

create domain billing.pack_id as text
    constraint pack_id_is_a_short_identifier check (value ~ '^[a-z][a-z0-9_]{0,31}$');

create domain billing.return_url as text
    constraint return_url_is_http_or_https_up_to_2000_characters
    check (length(value) <= 2000 and value ~ '^https?://[^[:space:][:cntrl:]\\#]+$');

comment on domain billing.stripe_id is 'How Stripe names an object.';
comment on domain billing.pack_id is 'A pack''s name for programs, such as small.';
comment on domain billing.return_url is 'Where Stripe''s pages lead back to.';

create table billing.packs (
    id billing.pack_id not null
        constraint packs_pkey primary key,
    name text not null
        constraint packs_name_is_short check (length(name) between 1 and 80),
    description text not null default ''
        constraint packs_description_is_up_to_500_characters check (length(description) <= 500),
    credits credits.amount not null,
    unit_amount billing.unit_amount not null
        constraint packs_unit_amount_is_above_0 check (unit_amount > 0),
    currency billing.currency not null default 'usd',
    -- squawk-ignore prefer-bigint-over-int
    valid_days integer
        constraint packs_valid_days_is_1_to_3650 check (valid_days between 1 and 3650),
    -- squawk-ignore prefer-bigint-over-int
    rank integer not null default 0,
    is_sold boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table billing.packs is 'Credits that are sold at once. An operator adds and changes rows.';
comment on column billing.packs.valid_days is 'How long its credits live; null for ever.';
comment on column billing.packs.rank is 'The order in which they are shown.';
comment on column billing.packs.is_sold is 'Whether it is shown and may be bought now.';

create table billing.stripe_prices (
    -- Of old ones the merchant chose the name.
    id text collate "C" not null
        constraint stripe_prices_pkey primary key
        constraint stripe_prices_id_is_1_to_255_characters check (length(id) between 1 and 255),
    plan billing.plan_id not null,
    cycle billing.cycle not null,
    created_at timestamptz not null default now(),
    constraint stripe_prices_plan_price_fkey
        foreign key (plan, cycle) references billing.plan_prices (plan, cycle) on delete cascade
);
create index stripe_prices_plan_price_idx on billing.stripe_prices (plan, cycle);

comment on table billing.stripe_prices is
    'Which plan a price at Stripe stands for. Only prices that the customer portal lets users change to need a row; checkout sends ours.';

-- A row of it is also the lock of what happens to the object at Stripe: every event upserts the rows of the objects
-- that it names, in the order subscription, invoice, payment intent, and only then locks the account.
create table billing.stripe_references (
    id billing.stripe_id not null
        constraint stripe_references_pkey primary key,
    kind text not null
        constraint stripe_references_kind_is_known
        check (kind in ('customer', 'session', 'subscription', 'invoice', 'payment_intent')),
    owner_id uuid
        constraint stripe_references_owner_id_fkey references credits.accounts (user_id),
    object_id uuid,
    parent_id billing.stripe_id
        constraint stripe_references_parent_id_fkey references billing.stripe_references (id),
    created_at timestamptz not null default clock_timestamp(),
    constraint stripe_references_kind_fits_id check (
        id ~ case kind
            when 'customer' then '^cus_' when 'session' then '^cs_' when 'subscription' then '^sub_'
            when 'invoice' then '^in_' else '^pi_'
        end
    ),
    constraint stripe_references_object_has_an_owner check (object_id is null or owner_id is not null),
    constraint stripe_references_kind_fits_parent check (
        parent_id is null
        or (kind = 'invoice' and parent_id like 'sub\_%')
        or (kind = 'payment_intent' and parent_id like 'in\_%')
    ),
    constraint stripe_references_owner_object_key unique (owner_id, kind, object_id)
);
create index stripe_references_parent_id_idx on billing.stripe_references (parent_id)
    where parent_id is not null;

comment on table billing.stripe_references is
    'Whose an object at Stripe is, each for good. Apart from the tables of users, because it is unique across users.';
comment on column billing.stripe_references.owner_id is
    'The user; null while only its id is known, as when an event came before the one that tells.';
comment on column billing.stripe_references.object_id is
    'Ours: the checkout of a session or subscription, the payment of a payment intent.';
comment on column billing.stripe_references.parent_id is
    'The subscription of an invoice, the invoice of a payment intent.';

create table billing.customers (
    user_id uuid not null
        constraint customers_pkey primary key
        constraint customers_user_id_fkey references credits.accounts (user_id),
    stripe_customer_id billing.stripe_id not null
        constraint customers_stripe_customer_id_fkey references billing.stripe_references (id),
    payment_method_id billing.stripe_id,
    payment_method_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint customers_payment_method_has_a_time check (
        (payment_method_id is null) = (payment_method_at is null)
    )
);
create index customers_stripe_customer_id_idx on billing.customers (stripe_customer_id);

comment on table billing.customers is 'Users as Stripe knows them.';
comment on column billing.customers.payment_method_id is
    'What may be charged while the user is away, if the user has agreed to that.';
comment on column billing.customers.payment_method_at is 'When it was paid with, by Stripe''s clock.';

create table billing.checkouts (
    user_id uuid not null
        constraint checkouts_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    mode text not null
        constraint checkouts_mode_is_known check (mode in ('payment', 'subscription')),
    pack billing.pack_id
        constraint checkouts_pack_fkey references billing.packs (id),
    plan billing.plan_id
        constraint checkouts_plan_fkey references billing.plans (id),
    cycle text
        constraint checkouts_cycle_is_monthly_or_yearly check (cycle in ('monthly', 'yearly')),
    name text not null,
    credits credits.amount,
    -- squawk-ignore prefer-bigint-over-int
    valid_days integer,
    unit_amount billing.unit_amount not null,
    currency billing.currency not null,
    -- squawk-ignore prefer-bigint-over-int
    trial_days integer not null default 0
        constraint checkouts_trial_days_is_0_to_730 check (trial_days between 0 and 730),
    amount_total billing.unit_amount not null,
    saves_payment_method boolean not null default false,
    success_url billing.return_url not null,
    cancel_url billing.return_url not null,
    idempotency_key credits.idempotency_key,
    fingerprint credits.fingerprint not null,
    status text not null default 'prepared'
        constraint checkouts_status_is_known
        check (status in ('prepared', 'open', 'unpaid', 'completed', 'expired', 'failed', 'superseded')),
    stripe_session_id billing.stripe_id
        constraint checkouts_stripe_session_id_fkey references billing.stripe_references (id),
    url text
        constraint checkouts_url_is_up_to_5000_characters check (length(url) <= 5000),
    subscription_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint checkouts_pkey primary key (user_id, id),
    constraint checkouts_idempotency_key_key unique (user_id, idempotency_key),
    constraint checkouts_subscription_fkey
        foreign key (user_id, subscription_id) references billing.subscriptions (user_id, id),
    constraint checkouts_mode_fits_what_is_sold check (
        case mode
            when 'payment' then
                pack is not null and credits is not null and unit_amount > 0 and trial_days = 0
                and plan is null and cycle is null and subscription_id is null
            else
                plan is not null and cycle is not null
                and pack is null and credits is null and valid_days is null
        end
    ),
    constraint checkouts_status_fits_session check (
        status in ('prepared', 'superseded') or stripe_session_id is not null
    )
);
-- Whoever could pay for two plans would have paid for one in vain.
create unique index checkouts_subscription_key on billing.checkouts (user_id)
    where mode = 'subscription' and status in ('prepared', 'open');
create index checkouts_pack_idx on billing.checkouts (pack) where pack is not null;
create index checkouts_plan_idx on billing.checkouts (plan) where plan is not null;
create index checkouts_stripe_session_id_idx on billing.checkouts (stripe_session_id)
    where stripe_session_id is not null;
create index checkouts_subscription_idx on billing.checkouts (user_id, subscription_id)
    where subscription_id is not null;

comment on table billing.checkouts is
    'What was offered to whom, at what price: a payment counts only if it is as it stands here.';
comment on column billing.checkouts.amount_total is
    'What Stripe''s session has to come to: the price, or nothing on trial. An operator who accepts another amount changes it.';
comment on column billing.checkouts.saves_payment_method is
    'Whether the user agrees that what is paid with is charged again, while the user is away.';
comment on column billing.checkouts.subscription_id is 'What came of it, if it sold a plan.';

create type billing.stripe_request as (
    user_id uuid,
    id uuid,
    step text,
    path text,
    idempotency_key text,
    parameters jsonb,
    url text
);

comment on type billing.stripe_request is
    'What to post to Stripe''s API next, its parameters as nested as Stripe documents them; path is null when nothing is left, and url leads on.';

alter table billing.packs enable row level security;
alter table billing.packs force row level security;
create policy "The owner keeps packs" on billing.packs
    for all to thin_owner using (true) with check (true);
alter table billing.stripe_prices enable row level security;
alter table billing.stripe_prices force row level security;
create policy "The owner keeps stripe prices" on billing.stripe_prices
    for all to thin_owner using (true) with check (true);
alter table billing.stripe_references enable row level security;
alter table billing.stripe_references force row level security;
create policy "The owner keeps stripe references" on billing.stripe_references
    for all to thin_owner using (true) with check (true);
alter table billing.customers enable row level security;
alter table billing.customers force row level security;
create policy "The owner keeps customers" on billing.customers
    for all to thin_owner using (true) with check (true);
alter table billing.checkouts enable row level security;
alter table billing.checkouts force row level security;
create policy "The owner keeps checkouts" on billing.checkouts
    for all to thin_owner using (true) with check (true);
