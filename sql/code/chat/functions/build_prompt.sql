-- The newest messages whose estimates fit, without a gap; a conversation begins with its user.
create or replace function chat.build_prompt(
    p_settings chat.settings,
    p_user_id uuid,
    p_session_id uuid,
    p_up_to bigint
)
returns text
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_messages_max constant integer := 500;
    c_message_tokens constant integer := 8;
    v_turns json;
begin
    with fitting as (
        select n.id, n.ordinal, n.role, n.content
        from (
            select
                m.id, m.ordinal, m.role, m.content,
                sum(m.tokens + c_message_tokens) over (order by m.ordinal desc) as tokens
            from (
                select l.id, l.ordinal, l.role, l.content, l.tokens
                from chat.messages l
                where
                    l.user_id = p_user_id and l.session_id = p_session_id
                    and l.ordinal <= p_up_to and l.status <> 'failed'
                order by l.ordinal desc
                limit c_messages_max
            ) m
        ) n
        where
            n.tokens
            <= p_settings.history_tokens - c_message_tokens
            - chat.tokens_of(p_settings.system_prompt)
    )
    select json_agg(
        json_build_object(
            'role', f.role,
            'text', concat(
                f.content,
                (
                    select string_agg(
                        format(
                            E'\n\n<file name="%s">\n%s\n</file>',
                            l.name, convert_from(c.content, 'UTF8')
                        ),
                        '' order by l.created_at, l.id
                    )
                    from chat.files l
                    join chat.file_contents c on c.user_id = l.user_id and c.file_id = l.id
                    where l.user_id = p_user_id and l.message_id = f.id
                )
            )
        )
        order by f.ordinal
    ) into v_turns
    from fitting f
    where f.ordinal >= (select min(q.ordinal) from fitting q where q.role = 'user');

    return chat.provider_body(
        p_provider => p_settings.provider,
        p_model => p_settings.model,
        p_system => p_settings.system_prompt,
        p_turns => v_turns,
        p_output_tokens => p_settings.output_tokens,
        p_is_stream => true
    );
end
$$;

comment on function chat.build_prompt(chat.settings, uuid, uuid, bigint) is
    'The body of the request for an answer to message p_up_to of a session: system prompt, as much of what was said before as settings.history_tokens allows, and the texts of files.';
