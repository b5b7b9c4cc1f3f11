-- Waits until nobody else is at the ledger's archive, and keeps it: whoever drops a month does not wait for long. All at
-- once or nothing, so that no test that has part of it waits for this one.
create function tests.the_archive_alone() returns void language plpgsql volatile as $$
begin
    loop
        begin
            if pg_try_advisory_xact_lock(hashtextextended('credits.archive', 0)) then
                perform from ops.retention_policies for update nowait;
                lock table credits.archived_entries, credits.archived_reservations in access exclusive mode nowait;
                return;
            end if;
        exception
            when lock_not_available then
                null;
        end;
        perform pg_sleep(0.02);
    end loop;
end
$$;
