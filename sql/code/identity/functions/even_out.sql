create or replace function identity.even_out(p_started_at timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_sleep(
        greatest(0.05 - extract(epoch from clock_timestamp() - p_started_at), 0)::double precision
    );
end
$$;

comment on function identity.even_out(timestamptz) is
    'Waits until 50 ms after p_started_at, so that an answer takes as long for an unknown address as for a known one.';
