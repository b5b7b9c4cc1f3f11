-- A job that is due, alone of all.
create function tests.a_job(p_statement text default 'select null::text', p_every interval default '1 day')
returns void language plpgsql volatile as $$
begin
    update ops.jobs set is_enabled = false;
    insert into ops.jobs (name, description, statement, every, next_run_at)
    values ('planted', 'x', p_statement, p_every, now());
end
$$;
