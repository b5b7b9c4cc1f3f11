create or replace function chat.share_session(
    p_user_id uuid,
    p_session_id uuid,
    p_ttl interval default '7 days'
)
returns chat.share
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_live_max constant integer := 100;
    v_request chat.request := chat.read_request(jsonb_build_object('ttl', p_ttl));
    v_share chat.share;
begin
    perform chat.lock_session(p_user_id, p_session_id);
    if (
        select count(*)
        from chat.share_links l
        where
            l.user_id = p_user_id and l.session_id = p_session_id and l.withdrawn_at is null
            and l.expires_at > clock_timestamp()
    ) >= c_live_max then
        perform ops.fail(
            'TH403', 'share_links', format('at most %s links are live at a time', c_live_max)
        );
    end if;
    v_share.token := identity.new_token();
    insert into chat.share_links (user_id, session_id, digest, expires_at)
    values (
        p_user_id, p_session_id, sha256(convert_to(v_share.token, 'UTF8')),
        clock_timestamp() + v_request.ttl
    )
    returning id, session_id, v_share.token, expires_at into strict v_share;
    return v_share;
end
$$;

comment on function chat.share_session(uuid, uuid, interval) is
    'Makes a link by which anybody may read a session for p_ttl. The answer is the only time its token is seen. Raises TH001 with the field, TH403 for more than 100 live links, TH404 (session).';
