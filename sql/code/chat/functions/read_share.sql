-- Nobody learns whether a token that doesn't work ever did.
create or replace function chat.read_share(p_token text, p_after bigint default 0)
returns chat.shared_session
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_page constant integer := 100;
    v_link chat.share_links;
    v_shared chat.shared_session;
begin
    select l.* into v_link
    from chat.share_links l
    where
        l.digest = sha256(convert_to(p_token, 'UTF8'))
        and l.withdrawn_at is null and l.expires_at > clock_timestamp();
    if not found then
        perform ops.fail('TH404', 'share');
    end if;

    select s.title into strict v_shared.title
    from chat.sessions s
    where s.user_id = v_link.user_id and s.id = v_link.session_id;
    select
        coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'ordinal', m.ordinal, 'role', m.role, 'content', m.content, 'status', m.status,
                    'created_at', m.created_at
                )
                order by m.ordinal
            ),
            '[]'
        ) into v_shared.messages
    from (
        select n.*
        from chat.messages n
        where
            n.user_id = v_link.user_id and n.session_id = v_link.session_id
            and n.ordinal > coalesce(p_after, 0)
        order by n.ordinal
        limit c_page
    ) m;
    v_shared.expires_at := v_link.expires_at;
    return v_shared;
end
$$;

comment on function chat.read_share(text, bigint) is
    'Title and messages of the session that a token is for, 100 at a time, those after p_after. Raises TH404 (share), whether it is unknown, has expired or was withdrawn.';
