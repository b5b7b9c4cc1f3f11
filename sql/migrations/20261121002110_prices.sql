-- What a job costs.
create domain credits.unit as text not null
    constraint unit_is_job_or_pages_or_stories_or_tokens
    check (value in ('job', 'pages', 'stories', 'tokens'));

create domain credits.units as numeric not null
    constraint units_is_above_0_up_to_1_trillion_with_at_most_4_decimals
    check (value > 0 and value <= 1000000000000 and min_scale(value) <= 4);

create domain credits.price as numeric not null
    constraint price_is_above_0_up_to_10_trillion_with_at_most_10_decimals
    check (value > 0 and value <= 10000000000000 and min_scale(value) <= 10);

create domain credits.per_units as numeric not null
    constraint per_units_is_a_whole_number_from_1_to_1_trillion
    check (value >= 1 and value <= 1000000000000 and min_scale(value) = 0);

create domain credits.effective_at as timestamptz
    constraint effective_at_is_finite check (isfinite(value));

comment on domain credits.unit is 'What a price counts: the job itself, or what it makes or uses.';
comment on domain credits.units is
    'How many units a job has: above zero, at most 4 decimals, at most 10^12.';
comment on domain credits.price is
    'Credits for per_units units: above zero, at most 10 decimals, at most 10^13.';
comment on domain credits.per_units is 'How many units a price is for, such as 1000 tokens.';
comment on domain credits.effective_at is 'When something takes effect.';

create type credits.set_price_request as (
    job_type credits.job_type,
    unit credits.unit,
    price credits.price,
    per_units credits.per_units,
    effective_at credits.effective_at
);

create type credits.price_job_request as (
    job_type credits.job_type,
    units credits.units
);

create type credits.job_price as (
    price_id uuid,
    job_type text,
    unit text,
    units numeric,
    amount numeric,
    is_default boolean
);

comment on type credits.set_price_request is 'The arguments of credits.set_price.';
comment on type credits.price_job_request is 'The arguments of credits.price_job.';
comment on type credits.job_price is
    'What a job costs, and by which price: price_id is null and is_default true where none is set for its type.';

create table credits.prices (
    id uuid not null default gen_random_uuid()
        constraint prices_pkey primary key,
    job_type credits.job_type not null,
    unit credits.unit not null,
    price credits.price not null,
    per_units credits.per_units not null default 1,
    effective tstzrange not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint prices_job_is_priced_one_by_one check (unit <> 'job' or per_units = 1),
    constraint prices_effective_is_from_a_time_on check (
        not isempty(effective)
        and lower_inc(effective) and isfinite(lower(effective))
        and not upper_inc(effective) and (upper_inf(effective) or isfinite(upper(effective)))
    ),
    -- GiST compares texts only with an extension, but ranges without, such as one of a text's hash.
    -- Of two types with the same 64 bits the second would be refused; an overlap never passes.
    constraint prices_of_a_job_type_do_not_overlap exclude using gist (
        int8range(hashtextextended(job_type, 0), hashtextextended(job_type, 0), '[]') with &&,
        effective with &&
    )
);

comment on table credits.prices is
    'What the units of a job cost and when. A price that was ever in force stays as it was; it only ends.';
comment on column credits.prices.price is 'Credits for per_units units.';
comment on column credits.prices.effective is
    'From when on, and until when, if another price follows.';

create index prices_job_type_idx on credits.prices (job_type);

alter table credits.prices enable row level security;
alter table credits.prices force row level security;
create policy "The owner keeps prices" on credits.prices
    for all to thin_owner using (true) with check (true);

create table credits.default_price (
    id boolean not null default true
        constraint default_price_pkey primary key
        constraint default_price_is_one_row check (id),
    price credits.price not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table credits.default_price is
    'What a job costs whose type has no price. One row, which an operator changes.';
comment on column credits.default_price.price is
    'Credits for a job, or for each of its units where some are named.';

alter table credits.default_price enable row level security;
alter table credits.default_price force row level security;
create policy "The owner keeps the default price" on credits.default_price
    for all to thin_owner using (true) with check (true);

insert into credits.default_price (price) values (1);
