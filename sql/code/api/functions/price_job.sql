create or replace function api.price_job(job_type text, units numeric default 1)
returns credits.job_price
language sql
stable
security invoker
begin atomic
    select credits.price_job(p_job_type => price_job.job_type, p_units => price_job.units);
end;

grant execute on function api.price_job(text, numeric) to authenticated, service_role;
comment on function api.price_job(text, numeric) is
    'What a job costs now. See credits.price_job. Raises TH001.';
