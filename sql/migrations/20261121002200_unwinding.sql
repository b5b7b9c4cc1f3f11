-- What was charged can be given back, and what was granted can be taken back.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH413', 409, 'nothing_to_give_back', 'nothing is left to give back', false),
    ('TH414', 409, 'nothing_to_take_back', 'nothing is left to take back', false);

-- Each new rule is wider than the one before, so no stored value needs to be looked at again.
-- squawk-ignore ban-drop-constraint
alter domain credits.entry_kind drop constraint entry_kind_is_known;
-- squawk-ignore ban-alter-domain-with-add-constraint
alter domain credits.entry_kind add constraint entry_kind_is_known
    check (
        value in ('grant', 'charge', 'refund', 'clawback', 'expiry', 'debt', 'repayment')
    ) not valid;

-- squawk-ignore ban-drop-constraint
alter domain credits.operation drop constraint operation_is_known;
-- squawk-ignore ban-alter-domain-with-add-constraint
alter domain credits.operation add constraint operation_is_known
    check (value in ('grant', 'reserve', 'confirm', 'refund', 'revoke', 'adjust')) not valid;

create domain credits.grant_id as uuid not null;

create domain credits.kind as text not null
    constraint kind_is_refund_or_chargeback_or_adjustment
    check (value in ('refund', 'chargeback', 'adjustment'));

comment on domain credits.grant_id is 'Which grant.';
comment on domain credits.kind is
    'Why credits are taken back: their price was, or somebody set things right.';

create type credits.refund_request as (
    user_id credits.user_id,
    reservation_id credits.reservation_id,
    amount credits.amount,
    reason credits.reason,
    idempotency_key credits.idempotency_key
);

create type credits.revoke_request as (
    user_id credits.user_id,
    grant_id credits.grant_id,
    kind credits.kind,
    amount credits.amount,
    reason credits.reason,
    idempotency_key credits.idempotency_key
);

create type credits.adjust_request as (
    user_id credits.user_id,
    amount credits.amount,
    reason credits.reason,
    idempotency_key credits.idempotency_key
);

comment on type credits.refund_request is
    'The arguments of credits.refund; without an amount, all that was not given back yet.';
comment on type credits.revoke_request is
    'The arguments of credits.revoke_grant; without an amount, all that was not taken back yet.';
comment on type credits.adjust_request is
    'The arguments of credits.adjust, its amount without the sign.';

-- A refund puts credits back into grants, a clawback takes them out, and what a clawback does not
-- find there becomes debt without a reservation.
-- squawk-ignore ban-drop-constraint
alter table credits.ledger_entries drop constraint ledger_entries_kind_fits_what_moved;
alter table credits.ledger_entries add constraint ledger_entries_kind_fits_what_moved check (
    (kind = 'debt' or (reservation_id is not null) = (kind = 'charge' or kind = 'refund'))
    and (kind = 'repayment' or (grant_id is null) = (kind = 'debt'))
    and (amount > 0) = (
        kind = 'grant' or kind = 'refund' or (kind = 'repayment' and grant_id is null)
    )
) not valid;

-- Overage is something a user does, so it is bounded by debt_limit, zero unless raised. A clawback
-- is done to a user who has spent what was not paid for, so it has room of its own.
-- A domain, though the table is rewritten for it: a CHECK would cost every reservation a tenth of its time.
alter table credits.accounts add column clawback_limit credits.balance not null default 100000;
-- squawk-ignore ban-drop-constraint
alter table credits.accounts drop constraint accounts_debt_not_above_limit;
alter table credits.accounts add constraint accounts_debt_not_above_limit
    check (debt <= debt_limit + clawback_limit) not valid;

comment on column credits.accounts.clawback_limit is
    'How much more than debt_limit clawbacks may leave owed. An operator changes it.';

alter table credits.grants add column revoked numeric not null default 0;
alter table credits.grants add constraint grants_revoked_not_above_amount
    check (revoked >= 0 and revoked <= amount) not valid;

comment on column credits.grants.revoked is 'How much of the amount revocations asked back.';

-- Apart from the reservation, which is settled for good by then, and may have been archived.
create table credits.refunds (
    user_id uuid not null
        constraint refunds_user_id_fkey references credits.accounts (user_id),
    reservation_id uuid not null,
    charged credits.amount not null,
    refunded credits.balance not null default 0,
    compensated credits.balance not null default 0,
    reason credits.reason,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint refunds_pkey primary key (user_id, reservation_id),
    constraint refunds_not_above_charged check (refunded + compensated <= charged)
);

comment on table credits.refunds is
    'What of a confirmed reservation was given back, one way or the other never more than was charged.';
comment on column credits.refunds.refunded is
    'Credits that went back to the grants that were drawn.';
comment on column credits.refunds.compensated is
    'Credits that a compensation gives, or has given, instead.';
comment on column credits.refunds.reason is
    'Why, the last time; earlier reasons are in the audit log.';

alter table credits.refunds enable row level security;
alter table credits.refunds force row level security;
create policy "The owner keeps refunds" on credits.refunds
    for all to thin_owner using (true) with check (true);

create table credits.revocations (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    grant_id uuid,
    kind credits.kind not null,
    amount credits.amount not null,
    taken credits.balance not null,
    owed credits.balance not null,
    written_off credits.balance not null,
    reason credits.reason,
    created_at timestamptz not null default clock_timestamp(),
    constraint revocations_pkey primary key (user_id, id),
    constraint revocations_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint revocations_grant_unless_adjustment
        check (grant_id is not null or kind = 'adjustment'),
    constraint revocations_parts_add_up check (taken + owed + written_off = amount)
);

comment on table credits.revocations is
    'Append-only: credits that were taken back from a user, and how.';
comment on column credits.revocations.grant_id is
    'The grant that was taken back; null when none in particular.';
comment on column credits.revocations.taken is
    'Credits that were there and that no live reservation held.';
comment on column credits.revocations.owed is
    'Credits that had been spent or were held, and became debt.';
comment on column credits.revocations.written_off is
    'What is beyond the account''s limits of debt, or had lapsed without being used.';

create index revocations_grant_idx on credits.revocations (user_id, grant_id);

alter table credits.revocations enable row level security;
alter table credits.revocations force row level security;
create policy "The owner keeps revocations" on credits.revocations
    for all to thin_owner using (true) with check (true);
