-- Background work: what there is, when it runs, and how it went. Whoever runs it claims it here first, so it
-- runs once however many could.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH520', 500, 'job_out_of_time', 'the job has run out of time', true);

create table ops.jobs (
    name text not null
        constraint jobs_pkey primary key
        constraint jobs_name_is_snake_case check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
    description text not null
        constraint jobs_description_is_1_to_200_characters check (length(description) between 1 and 200),
    statement text not null
        constraint jobs_statement_is_1_to_2000_characters check (length(statement) between 1 and 2000),
    every interval not null
        constraint jobs_every_is_1_second_to_31_days check (
            every between interval '1 second' and interval '31 days'
            and extract(month from every) = 0 and extract(year from every) = 0
        ),
    time_limit interval not null default '10 minutes'
        constraint jobs_time_limit_is_1_second_to_1_day
        check (time_limit between interval '1 second' and interval '1 day'),
    is_enabled boolean not null default true,
    runner text not null default 'thin'
        constraint jobs_runner_is_known check (runner in ('thin', 'pg_cron')),
    next_run_at timestamptz not null default clock_timestamp(),
    run_id bigint,
    leased_until timestamptz,
    last_started_at timestamptz,
    last_finished_at timestamptz,
    last_succeeded_at timestamptz,
    last_error text
        constraint jobs_last_error_is_up_to_500_characters check (length(last_error) <= 500),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint jobs_run_has_a_lease check ((run_id is null) = (leased_until is null))
);

comment on table ops.jobs is 'Background work. An operator may switch a job off, or change when it runs and how long it may take.';
comment on column ops.jobs.statement is
    'One step: answers one text, from which the next goes on as $1, or null when all is done. Each step is a transaction.';
comment on column ops.jobs.every is 'Between two runs. They begin at multiples of it, in UTC.';
comment on column ops.jobs.time_limit is 'After which a run is stopped, and given up for lost.';
comment on column ops.jobs.runner is 'Who runs it: any instance of the service, or pg_cron (ops.use_pg_cron).';
comment on column ops.jobs.run_id is 'The run that is under way.';
comment on column ops.jobs.leased_until is 'Until when it has the job to itself, alive or dead.';
comment on column ops.jobs.last_error is 'Of the last run: its SQLSTATE and message; null when it succeeded.';

create table ops.job_runs (
    id bigint generated always as identity
        constraint job_runs_pkey primary key,
    job text not null
        constraint job_runs_job_fkey references ops.jobs (name) on delete cascade,
    worker text not null
        constraint job_runs_worker_is_1_to_200_characters check (length(worker) between 1 and 200),
    -- squawk-ignore prefer-bigint-over-int
    backend_pid integer not null default pg_backend_pid(),
    -- squawk-ignore prefer-bigint-over-int
    steps integer not null default 0
        constraint job_runs_steps_is_0_or_more check (steps >= 0),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    error text
        constraint job_runs_error_is_up_to_500_characters check (length(error) <= 500)
);

comment on table ops.job_runs is 'The last 100 runs of each job.';
comment on column ops.job_runs.worker is 'Who ran it.';
comment on column ops.job_runs.backend_pid is 'The server process that claimed it.';
comment on column ops.job_runs.steps is 'Steps that were committed.';

create index job_runs_job_id_idx on ops.job_runs (job, id);

alter table ops.jobs enable row level security;
alter table ops.jobs force row level security;
create policy "The owner keeps jobs" on ops.jobs
    for all to thin_owner using (true) with check (true);
alter table ops.job_runs enable row level security;
alter table ops.job_runs force row level security;
create policy "The owner keeps job runs" on ops.job_runs
    for all to thin_owner using (true) with check (true);

create type ops.job_report as (
    name text,
    description text,
    every interval,
    time_limit interval,
    is_enabled boolean,
    runner text,
    is_running boolean,
    last_started_at timestamptz,
    last_finished_at timestamptz,
    last_seconds numeric,
    last_succeeded_at timestamptz,
    last_error text,
    next_run_at timestamptz
);

comment on type ops.job_report is 'A job, and how its last run went.';

insert into ops.jobs (name, description, every, time_limit, statement) values
    (
        'sweep', 'Brings accounts with stale reservations or expired grants up to date.',
        '5 minutes', '5 minutes', 'select credits.sweep(p_after => $1::uuid)::text'
    ),
    (
        'monthly_refresh', 'Gives the month''s credits.',
        '5 minutes', '1 hour', 'select (credits.refresh_due(p_after => $1::uuid)).last_user_id::text'
    ),
    (
        'compensation', 'Pays out compensation that is due.',
        '1 minute', '5 minutes',
        'select case when s.settled + s.failed = 100 then ''more'' end from credits.settle_compensations(100) s'
    ),
    (
        'subscriptions', 'Renews, cancels or ends subscriptions whose period is over.',
        '1 minute', '10 minutes', 'select case when billing.advance_due(500) = 500 then ''more'' end'
    ),
    (
        'archive', 'Archives entries and reservations of months that have been over for three months.',
        '1 day', '6 hours', 'select credits.archive_due($1)'
    ),
    (
        'identity', 'Deletes codes, links, sessions and counts that are out of time.',
        '1 hour', '10 minutes', 'select null::text from identity.sweep()'
    ),
    (
        'outbox', 'Deletes mail that was sent or given up 30 days ago.',
        '1 hour', '10 minutes', 'select case when ops.clean_outbox(1000) = 1000 then ''more'' end'
    ),
    (
        'audit_months', 'Makes the partitions of the audit log ahead of time.',
        '1 day', '5 minutes', 'select null::text from audit.open_months(3)'
    ),
    (
        'audit_seals', 'Seals what has been written to the audit log.',
        '1 minute', '10 minutes',
        'select case when s.row_count = 10000 then s.number::text end from audit.seal(10000) s'
    );
