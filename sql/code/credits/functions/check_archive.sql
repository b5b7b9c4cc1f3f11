-- A table that is dropped is gone at once, also for who still reads as of before: there its checkpoints don't count yet.
-- What such a reader has summed is not to be believed. Stable, so that it looks as its caller does.
-- Definer because users can't refuse by a registered error; it tells nothing of anybody.
create or replace function credits.check_archive()
returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select
        from pg_inherits i
        where
            i.inhparent in ('credits.archived_entries'::regclass, 'credits.archived_reservations'::regclass)
            -- Null for what is there no more.
            and pg_table_is_visible(i.inhrelid) is null
    ) then
        perform ops.fail('TH511');
    end if;
end
$$;

grant execute on function credits.check_archive() to authenticated, service_role;
comment on function credits.check_archive() is
    'Called after the archive was read. Raises TH511 when a month of it that should have been there was dropped meanwhile.';
