-- Each step is committed by itself, which only a procedure can do, and only one that neither is a definer nor
-- pins its path: every name is qualified.
create or replace procedure ops.run_due_jobs(p_name text default null)
language plpgsql
security invoker
as $$
declare
    v_run ops.job_runs;
    v_after text;
    v_state text;
    v_message text;
begin
    loop
        v_run := ops.claim_job(pg_catalog.format('pg_cron %s', pg_catalog.pg_backend_pid()), 'pg_cron', p_name);
        commit;
        exit when v_run.id is null;

        v_after := null;
        v_state := null;
        loop
            begin
                v_after := ops.step_job(v_run.id, v_after);
            exception
                -- Whatever it is: a job that fails is shown, and must not keep others from running.
                when others or query_canceled then
                    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
            end;
            commit;
            exit when v_after is null or v_state is not null;
        end loop;

        perform ops.finish_job(v_run.id, v_state || ': ' || v_message);
        commit;
    end loop;
end
$$;

grant execute on procedure ops.run_due_jobs(text) to service_role;
comment on procedure ops.run_due_jobs(text) is
    'Runs what is due of the jobs that pg_cron has, or of one of them.';
