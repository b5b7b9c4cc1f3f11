-- What functions return that is no table's row.
create type credits.lot as (
    grant_id uuid,
    amount numeric,
    sequence bigint,
    expires_at timestamptz
);

create type credits.hold as (
    reservation_id uuid,
    amount numeric,
    sequence bigint,
    created_at timestamptz
);

create type credits.allocation as (
    ordinality integer,
    reservation_id uuid,
    grant_id uuid,
    expires_at timestamptz,
    amount numeric
);

create type credits.account_balance as (
    user_id uuid,
    available numeric,
    held numeric,
    debt numeric
);

create type credits.violation as (
    user_id uuid,
    invariant text,
    subject text,
    expected numeric,
    actual numeric
);

comment on type credits.lot is 'What is left of a grant.';
comment on type credits.hold is 'What a live reservation holds.';
comment on type credits.allocation is 'Part of a grant: what a live reservation holds of it, or what none does.';
comment on type credits.account_balance is 'What a user may spend, what is held and what is owed.';
comment on type credits.violation is 'An invariant of the ledger that does not hold, and where.';
