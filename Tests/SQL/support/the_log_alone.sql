-- Has the log and its seals to itself from now on, for what needs its partitions. Tests run side by side, some seal
-- before they write and some after: so it holds nothing while it waits.
create function tests.the_log_alone() returns void language plpgsql volatile as $$
begin
    loop
        begin
            if pg_try_advisory_xact_lock(hashtextextended('audit.seal', 0)) then
                lock table audit.log in access exclusive mode nowait;
                return;
            end if;
        exception
            when lock_not_available then
                -- What was taken in this block is given back.
                null;
        end;
        perform pg_sleep(0.02);
    end loop;
end
$$;
