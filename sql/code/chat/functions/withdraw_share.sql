create or replace function chat.withdraw_share(p_user_id uuid, p_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update chat.share_links l
    set withdrawn_at = coalesce(l.withdrawn_at, clock_timestamp())
    where l.user_id = p_user_id and l.id = p_id;
    if not found then
        perform ops.fail('TH404', 'share');
    end if;
end
$$;

comment on function chat.withdraw_share(uuid, uuid) is
    'Ends a share link at once and for good; again changes nothing. Raises TH404 (share).';
