create or replace function api.settle_compensations(
    "limit" integer default 100,
    at timestamptz default clock_timestamp()
)
returns credits.compensation_batch
language sql
volatile
security invoker
begin atomic
    select credits.settle_compensations(
        p_limit => settle_compensations."limit",
        p_at => settle_compensations.at
    );
end;

grant execute on function api.settle_compensations(integer, timestamptz) to service_role;
comment on function api.settle_compensations(integer, timestamptz) is
    'See credits.settle_compensations. Raises TH001.';
