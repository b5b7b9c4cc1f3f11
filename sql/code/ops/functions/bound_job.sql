-- A statement can't bound itself: this goes ahead of ops.step_job, in the same transaction.
-- Definer because callers have no right on the tables.
create or replace function ops.bound_job(p_run_id bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bound bigint := (
        select s.setting::bigint from pg_settings s where s.name = 'statement_timeout'
    );
    v_left bigint;
begin
    select ceil(extract(epoch from r.started_at + j.time_limit - clock_timestamp()) * 1000) into v_left
    from ops.jobs j
    join ops.job_runs r on r.id = j.run_id
    where j.run_id = p_run_id;
    if v_left < v_bound or (v_left is not null and v_bound = 0) then
        perform set_config('statement_timeout', greatest(v_left, 1)::text, true);
    end if;
end
$$;

grant execute on function ops.bound_job(bigint) to service_role;
comment on function ops.bound_job(bigint) is
    'Bounds the statements after it, in this transaction, to what is left of a run''s time, if that is less than they have anyway.';
