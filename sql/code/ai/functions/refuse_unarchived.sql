create or replace function ai.refuse_unarchived()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (
        select
        from ai.archived_calls a
        where
            a.user_id = old.user_id and a.id = old.id and a.created_at = old.created_at
            and to_jsonb(a) = to_jsonb(old)
    ) then
        perform ops.fail('TH500', 'ai.calls loses nothing that is not archived.');
    end if;
    return old;
end
$$;

comment on function ai.refuse_unarchived() is
    'Trigger: a receipt leaves only when the archive has the very same, whoever removes it. Raises TH500.';
