-- What Stripe has told, and what came of it. Events only add to what is known of an object: the newest by Stripe's
-- clock, whatever order they come in. What a user has follows from all that is known, so it can't depend on the order.
create table billing.stripe_subscriptions (
    id billing.stripe_id not null
        constraint stripe_subscriptions_pkey primary key
        constraint stripe_subscriptions_id_fkey references billing.stripe_references (id),
    status text not null
        constraint stripe_subscriptions_status_is_known check (
            status in (
                'incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled'
            )
        ),
    price_id text collate "C"
        constraint stripe_subscriptions_price_id_is_up_to_255_characters check (length(price_id) <= 255),
    unit_amount billing.unit_amount,
    currency billing.currency,
    cycle text
        constraint stripe_subscriptions_cycle_is_monthly_or_yearly check (cycle in ('monthly', 'yearly')),
    quantity bigint,
    current_period_start_at timestamptz,
    current_period_end_at timestamptz,
    trial_end_at timestamptz,
    cancel_at_period_end boolean not null default false,
    canceled_at timestamptz,
    ended_at timestamptz,
    observed_at timestamptz not null,
    -- squawk-ignore prefer-bigint-over-int
    observed_rank integer not null,
    observed_event billing.stripe_id not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint stripe_subscriptions_period_has_a_length check (
        current_period_start_at < current_period_end_at
    )
);

comment on table billing.stripe_subscriptions is 'What is known of subscriptions at Stripe.';
comment on column billing.stripe_subscriptions.cycle is 'Null for one that is neither monthly nor yearly.';
comment on column billing.stripe_subscriptions.observed_at is
    'When it was so, by Stripe''s clock. It has seconds; observed_rank and observed_event decide between events of one.';

create table billing.invoices (
    id billing.stripe_id not null
        constraint invoices_pkey primary key
        constraint invoices_id_fkey references billing.stripe_references (id),
    subscription_id billing.stripe_id not null
        constraint invoices_subscription_id_fkey references billing.stripe_references (id),
    is_first boolean not null,
    is_period boolean not null,
    total billing.unit_amount not null,
    amount_paid billing.unit_amount not null,
    currency billing.currency not null,
    period_start_at timestamptz,
    period_end_at timestamptz,
    paid_at timestamptz,
    failed_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint invoices_period_has_a_length check (period_start_at < period_end_at),
    constraint invoices_is_paid_or_failed check (paid_at is not null or failed_at is not null),
    constraint invoices_first_is_of_a_period check (is_period or not is_first)
);
create index invoices_subscription_id_idx on billing.invoices (subscription_id);

comment on table billing.invoices is 'What is known of invoices of subscriptions at Stripe.';
comment on column billing.invoices.is_first is 'Whether it is what a checkout was paid by.';
comment on column billing.invoices.is_period is 'Whether it is for a period rather than for a change within one.';
comment on column billing.invoices.paid_at is 'Once paid it stays so, whatever failures are told of later.';
comment on column billing.invoices.failed_at is 'When paying it last failed.';

create table billing.charges (
    id billing.stripe_id not null
        constraint charges_pkey primary key,
    payment_intent_id billing.stripe_id not null
        constraint charges_payment_intent_id_fkey references billing.stripe_references (id),
    amount billing.unit_amount not null,
    refunded billing.unit_amount not null,
    currency billing.currency not null,
    observed_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint charges_refunded_not_above_amount check (refunded <= amount)
);
create index charges_payment_intent_id_idx on billing.charges (payment_intent_id);

comment on table billing.charges is 'What is known of charges at Stripe of which something was refunded.';

create table billing.failed_refunds (
    id billing.stripe_id not null
        constraint failed_refunds_pkey primary key,
    charge_id billing.stripe_id not null,
    payment_intent_id billing.stripe_id not null
        constraint failed_refunds_payment_intent_id_fkey references billing.stripe_references (id),
    amount billing.unit_amount not null,
    observed_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
);
create index failed_refunds_charge_id_idx on billing.failed_refunds (charge_id);
create index failed_refunds_payment_intent_id_idx on billing.failed_refunds (payment_intent_id);

comment on table billing.failed_refunds is
    'Refunds at Stripe that failed at the bank, or were canceled: what is known of their charge from before counts them still.';

create table billing.disputes (
    id billing.stripe_id not null
        constraint disputes_pkey primary key,
    payment_intent_id billing.stripe_id not null
        constraint disputes_payment_intent_id_fkey references billing.stripe_references (id),
    amount billing.unit_amount not null,
    currency billing.currency not null,
    reason text
        constraint disputes_reason_is_short check (length(reason) <= 100),
    status text not null
        constraint disputes_status_is_known check (
            status in (
                'warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response',
                'under_review', 'won', 'lost', 'prevented'
            )
        ),
    is_closed boolean not null
        generated always as (status in ('warning_closed', 'won', 'lost', 'prevented')) stored,
    takes_back boolean not null
        generated always as (status in ('needs_response', 'under_review', 'lost')) stored,
    observed_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);
create index disputes_payment_intent_id_idx on billing.disputes (payment_intent_id);

comment on table billing.disputes is 'What is known of chargebacks at Stripe.';
comment on column billing.disputes.takes_back is
    'Whether the money is gone, for now or for good: an inquiry takes none.';

create table billing.top_up_settings (
    user_id uuid not null
        constraint top_up_settings_pkey primary key
        constraint top_up_settings_user_id_fkey references credits.accounts (user_id),
    pack billing.pack_id not null
        constraint top_up_settings_pack_fkey references billing.packs (id),
    threshold credits.balance not null,
    ceiling billing.unit_amount not null,
    is_enabled boolean not null default true,
    consented_at timestamptz not null,
    -- squawk-ignore prefer-bigint-over-int
    declines integer not null default 0
        constraint top_up_settings_declines_is_0_to_5 check (declines between 0 and 5),
    next_attempt_at timestamptz not null default '-infinity',
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint top_up_settings_enabled_has_tries_left check (not is_enabled or declines < 5)
);
create index top_up_settings_pack_idx on billing.top_up_settings (pack);
create index top_up_settings_due_idx on billing.top_up_settings (next_attempt_at) where is_enabled;

comment on table billing.top_up_settings is
    'Who has agreed that a pack is bought whenever the balance falls below a threshold.';
comment on column billing.top_up_settings.ceiling is
    'The most that is charged so in a month of UTC, in the smallest unit of the pack''s currency.';
comment on column billing.top_up_settings.declines is
    'Declined payments since the last that succeeded; at five it is switched off.';
comment on column billing.top_up_settings.next_attempt_at is 'Not before; moved on by each decline.';

create table billing.top_ups (
    user_id uuid not null
        constraint top_ups_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    pack billing.pack_id not null
        constraint top_ups_pack_fkey references billing.packs (id),
    credits credits.amount not null,
    -- squawk-ignore prefer-bigint-over-int
    valid_days integer,
    unit_amount billing.unit_amount not null,
    currency billing.currency not null,
    payment_method_id billing.stripe_id not null,
    status text not null default 'pending'
        constraint top_ups_status_is_known check (status in ('pending', 'succeeded', 'declined')),
    decline_code text
        constraint top_ups_decline_code_is_short check (length(decline_code) <= 100),
    month date not null
        constraint top_ups_month_begins_one check (extract(day from month) = 1),
    -- squawk-ignore prefer-bigint-over-int
    attempts integer not null default 1
        constraint top_ups_attempts_is_1_or_more check (attempts >= 1),
    next_attempt_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    updated_at timestamptz not null default clock_timestamp(),
    constraint top_ups_pkey primary key (user_id, id),
    constraint top_ups_status_fits_settled_at check ((status = 'pending') = (settled_at is null))
);
create unique index top_ups_pending_key on billing.top_ups (user_id) where status = 'pending';
create index top_ups_pack_idx on billing.top_ups (pack);
create index top_ups_month_idx on billing.top_ups (user_id, month);

comment on table billing.top_ups is 'Packs that were bought, or tried to be, for users who have agreed to it.';
comment on column billing.top_ups.month is 'Whose ceiling it counts for.';
comment on column billing.top_ups.next_attempt_at is
    'While it is pending: when another worker may ask Stripe again, under the same key, what became of it.';

create table billing.payments (
    user_id uuid not null
        constraint payments_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    kind text not null
        constraint payments_kind_is_known check (kind in ('pack', 'top_up', 'subscription')),
    checkout_id uuid,
    top_up_id uuid,
    subscription_id uuid,
    invoice_id billing.stripe_id
        constraint payments_invoice_id_fkey references billing.invoices (id),
    pack billing.pack_id
        constraint payments_pack_fkey references billing.packs (id),
    amount billing.unit_amount not null,
    currency billing.currency not null,
    credits credits.amount,
    grant_id uuid,
    period_start_at timestamptz,
    period_end_at timestamptz,
    refunded billing.unit_amount not null default 0,
    disputed billing.unit_amount not null default 0,
    status text not null generated always as (
        case
            when disputed > 0 then 'disputed'
            when refunded = 0 then 'paid'
            when refunded < amount then 'partly_refunded'
            else 'refunded'
        end
    ) stored,
    paid_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint payments_pkey primary key (user_id, id),
    constraint payments_checkout_fkey
        foreign key (user_id, checkout_id) references billing.checkouts (user_id, id),
    constraint payments_top_up_fkey
        foreign key (user_id, top_up_id) references billing.top_ups (user_id, id),
    constraint payments_subscription_fkey
        foreign key (user_id, subscription_id) references billing.subscriptions (user_id, id),
    constraint payments_grant_fkey foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint payments_kind_fits_what_was_bought check (
        case kind
            when 'pack' then checkout_id is not null and top_up_id is null and grant_id is not null
            when 'top_up' then top_up_id is not null and checkout_id is null and grant_id is not null
            else
                checkout_id is not null and subscription_id is not null and invoice_id is not null
                and grant_id is null
        end
        and (grant_id is null) = (credits is null)
        and (grant_id is null) = (pack is null)
        and (kind = 'subscription' or num_nonnulls(subscription_id, invoice_id) = 0)
    ),
    constraint payments_given_back_not_above_amount check (refunded + disputed <= amount)
);
-- A session is paid once, as are a top-up and an invoice.
create unique index payments_checkout_key on billing.payments (user_id, checkout_id) where kind = 'pack';
create unique index payments_top_up_key on billing.payments (user_id, top_up_id) where top_up_id is not null;
create unique index payments_invoice_key on billing.payments (user_id, invoice_id) where invoice_id is not null;
create index payments_invoice_id_idx on billing.payments (invoice_id) where invoice_id is not null;
create index payments_checkout_idx on billing.payments (user_id, checkout_id) where checkout_id is not null;
create index payments_top_up_idx on billing.payments (user_id, top_up_id) where top_up_id is not null;
create index payments_pack_idx on billing.payments (pack) where pack is not null;
create index payments_subscription_idx on billing.payments (user_id, subscription_id)
    where subscription_id is not null;

comment on table billing.payments is 'Money that came in, what was bought with it, and what of it went back.';
comment on column billing.payments.period_start_at is
    'Of a subscription''s period: credits that were given within it were bought by it.';
comment on column billing.payments.disputed is 'What chargebacks have taken, for now or for good.';

create table billing.payment_revocations (
    user_id uuid not null,
    revocation_id uuid not null,
    payment_id uuid not null,
    grant_id uuid not null,
    amount credits.amount not null,
    returned credits.balance not null default 0,
    created_at timestamptz not null default clock_timestamp(),
    constraint payment_revocations_pkey primary key (user_id, revocation_id),
    constraint payment_revocations_payment_fkey
        foreign key (user_id, payment_id) references billing.payments (user_id, id),
    -- None to the revocation: to check one takes the right to update what is append-only.
    constraint payment_revocations_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint payment_revocations_returned_not_above_amount check (returned <= amount)
);
create index payment_revocations_payment_idx on billing.payment_revocations (user_id, payment_id);

comment on table billing.payment_revocations is
    'Credits that were taken back because their payment was, and how many of them have been given again.';

create table billing.payment_returns (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    payment_id uuid not null,
    revocation_id uuid not null,
    amount credits.amount not null,
    forgiven credits.balance not null,
    grant_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    constraint payment_returns_pkey primary key (user_id, id),
    constraint payment_returns_payment_fkey
        foreign key (user_id, payment_id) references billing.payments (user_id, id),
    constraint payment_returns_revocation_fkey
        foreign key (user_id, revocation_id) references billing.payment_revocations (user_id, revocation_id),
    constraint payment_returns_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint payment_returns_forgiven_not_above_amount check (forgiven <= amount),
    constraint payment_returns_grant_gives_the_rest check ((grant_id is null) = (forgiven = amount))
);
create index payment_returns_payment_idx on billing.payment_returns (user_id, payment_id);
create index payment_returns_revocation_idx on billing.payment_returns (user_id, revocation_id);

comment on table billing.payment_returns is
    'Append-only: credits that were given again, because a chargeback was won or a refund failed.';
comment on column billing.payment_returns.forgiven is
    'What had been written off when it was taken, so that there is nothing to give.';

alter table billing.stripe_subscriptions enable row level security;
alter table billing.stripe_subscriptions force row level security;
create policy "The owner keeps stripe subscriptions" on billing.stripe_subscriptions
    for all to thin_owner using (true) with check (true);
alter table billing.invoices enable row level security;
alter table billing.invoices force row level security;
create policy "The owner keeps invoices" on billing.invoices
    for all to thin_owner using (true) with check (true);
alter table billing.charges enable row level security;
alter table billing.charges force row level security;
create policy "The owner keeps charges" on billing.charges
    for all to thin_owner using (true) with check (true);
alter table billing.failed_refunds enable row level security;
alter table billing.failed_refunds force row level security;
create policy "The owner keeps failed refunds" on billing.failed_refunds
    for all to thin_owner using (true) with check (true);
alter table billing.disputes enable row level security;
alter table billing.disputes force row level security;
create policy "The owner keeps disputes" on billing.disputes
    for all to thin_owner using (true) with check (true);
alter table billing.top_up_settings enable row level security;
alter table billing.top_up_settings force row level security;
create policy "The owner keeps top up settings" on billing.top_up_settings
    for all to thin_owner using (true) with check (true);
alter table billing.top_ups enable row level security;
alter table billing.top_ups force row level security;
create policy "The owner keeps top ups" on billing.top_ups
    for all to thin_owner using (true) with check (true);
alter table billing.payments enable row level security;
alter table billing.payments force row level security;
create policy "The owner keeps payments" on billing.payments
    for all to thin_owner using (true) with check (true);
alter table billing.payment_revocations enable row level security;
alter table billing.payment_revocations force row level security;
create policy "The owner keeps what payments took back" on billing.payment_revocations
    for all to thin_owner using (true) with check (true);
alter table billing.payment_returns enable row level security;
alter table billing.payment_returns force row level security;
create policy "The owner keeps what payments gave again" on billing.payment_returns
    for all to thin_owner using (true) with check (true);
