create or replace function usage.refuse_unarchived()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select
        from usage.past_events p
        where
            p.user_id = old.user_id and p.digest = usage.event_digest(old.event_id)
            and not exists (
                select
                from usage.archived_events a
                where
                    a.user_id = p.user_id and a.event_id = old.event_id and a.at = p.at
                    and a.recorded_at >= old.recorded_at
            )
    ) then
        -- A repeat of what was archived long ago (usage.repeat_past_event), which has never counted.
        return old;
    elsif not exists (
        select
        from usage.archived_events a
        where
            a.user_id = old.user_id and a.event_id = old.event_id and a.at = old.at
            and to_jsonb(a) = to_jsonb(old)
    ) then
        perform ops.fail('TH500', 'usage.events loses nothing that is not archived.');
    end if;
    return old;
end
$$;

comment on function usage.refuse_unarchived() is
    'Trigger: an event leaves only when the archive has the very same, whoever removes it. Raises TH500.';
