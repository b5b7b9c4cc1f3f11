-- How often something may be asked for becomes rows with the time that each is in force, as prices are: what held
-- when stays to be seen, and what will hold can be set in advance. A class says what is counted together.
--
-- Whoever is being counted has read the classes first; so they come first here, too, and nobody waits in a circle.
lock table ops.rate_classes, ops.rate_overrides, ops.rate_counters in access exclusive mode;

create table ops.rates (
    id uuid not null default gen_random_uuid()
        constraint rates_pkey primary key,
    class text not null
        constraint rates_class_fkey references ops.rate_classes (id) on delete cascade,
    plan billing.plan_id
        constraint rates_plan_fkey references billing.plans (id) on delete cascade,
    -- squawk-ignore prefer-bigint-over-int
    requests integer not null
        constraint rates_requests_is_1_to_1_million check (requests between 1 and 1000000),
    period interval not null
        constraint rates_period_is_1_second_to_31_days check (
            period between interval '1 second' and interval '31 days'
            and extract(month from period) = 0 and extract(year from period) = 0
        ),
    effective tstzrange not null default tstzrange(now(), null)
        constraint rates_effective_is_from_a_time_on check (
            not isempty(effective)
            and lower_inc(effective) and isfinite(lower(effective))
            and not upper_inc(effective) and (upper_inf(effective) or isfinite(upper(effective)))
        ),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- By a hash, as prices are. Neither a class nor a plan has a blank in its name.
    constraint rates_of_a_class_and_plan_do_not_overlap exclude using gist (
        int8range(
            hashtextextended(class || ' ' || coalesce(plan, ''), 0),
            hashtextextended(class || ' ' || coalesce(plan, ''), 0),
            '[]'
        ) with &&,
        effective with &&
    )
);

comment on table ops.rates is
    'How often what counts for a class may be asked for, and when: by everybody, or, where plan is not null, by those on it instead. Where none is in force nothing is limited.';
comment on column ops.rates.requests is 'So many at once, and so many a period in the long run.';
comment on column ops.rates.effective is 'From when on, and until when, if it ends.';
comment on column ops.rates.updated_at is
    'When the limit itself was last changed, not when it ends: whoever was counted before is counted anew.';

-- The one in force is found by it, however many there were.
create index rates_class_idx on ops.rates (class, coalesce(plan, ''), coalesce(upper(effective), 'infinity'));
create index rates_plan_idx on ops.rates (plan);

alter table ops.rates enable row level security;
alter table ops.rates force row level security;
create policy "The owner keeps rates" on ops.rates
    for all to thin_owner using (true) with check (true);

insert into ops.rates (class, plan, requests, period, effective, created_at, updated_at)
select
    w.class, w.plan, w.requests, w.period, tstzrange(least(w.updated_at, now()), null), w.created_at,
    least(w.updated_at, now())
from (
    select c.id, null, c.requests, c.period, c.created_at, c.updated_at from ops.rate_classes c
    union all
    select o.class, o.plan, o.requests, o.period, o.created_at, o.updated_at from ops.rate_overrides o
) w (class, plan, requests, period, created_at, updated_at);

drop trigger if exists rate_classes_begin_counting_anew on ops.rate_classes;
-- squawk-ignore ban-drop-function
drop function if exists ops.begin_counting_anew();
-- All of it is in ops.rates.
-- squawk-ignore ban-drop-table
drop table ops.rate_overrides;
alter table ops.rate_classes
    -- squawk-ignore ban-drop-column
    drop column requests,
    -- squawk-ignore ban-drop-column
    drop column period;
comment on table ops.rate_classes is
    'What is counted together, and whether it is counted at all. How often it may be asked for is in ops.rates.';

-- What was counted so far counts on.
alter table ops.rate_counters
    add column counted_at timestamptz not null default now();
comment on column ops.rate_counters.counted_at is
    'When it was last counted; before the rate in force began or was changed, it counts for nothing.';

-- squawk-ignore ban-drop-column
alter type ops.rate_report drop attribute updated_at;
alter type ops.rate_report add attribute effective_at timestamptz;
alter type ops.rate_report add attribute ends_at timestamptz;
comment on type ops.rate_report is
    'How often something may be asked for from effective_at until ends_at (null: until another follows): by everybody, or, where plan is not null, by those on it.';

-- It takes a time from which on, too.
-- squawk-ignore ban-drop-function
drop function if exists api.admin_set_rate_limit(text, integer, interval, text, boolean);

insert into ops.personal_data (relation, withheld, erasure) values
    ('ops.rates', 'nothing in it is of a user', 'stays');
delete from ops.personal_data where relation = 'ops.rate_overrides';
