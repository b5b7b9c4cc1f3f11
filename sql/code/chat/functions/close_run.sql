-- Its caller has locked the session and knows that the run lives. What the client was told is what
-- is kept.
create or replace function chat.close_run(
    p_run chat.runs,
    p_status text,
    p_error_code text default null
)
returns chat.run_event
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_characters_max constant integer := 262144;
    v_content text;
    v_charge numeric;
    v_message_id uuid;
    v_event chat.run_event;
begin
    select left(string_agg(e.data::json ->> 'text', '' order by e.ordinal), c_characters_max)
    into v_content
    from chat.run_events e
    where e.user_id = p_run.user_id and e.run_id = p_run.id and e.event = 'delta';
    v_charge := case
        when p_run.call_id is null then 0
        else (
            select c.charge from ai.calls c where c.user_id = p_run.user_id and c.id = p_run.call_id
        )
    end;

    if v_content <> '' then
        insert into chat.messages (
            user_id, session_id, ordinal, role, content, status, run_id, tokens
        )
        select
            s.user_id, s.id, s.messages + 1, 'assistant', v_content,
            case p_status when 'finished' then 'complete' else 'partial' end, p_run.id,
            chat.tokens_of(v_content)
        from chat.sessions s
        where s.user_id = p_run.user_id and s.id = p_run.session_id
        returning id into strict v_message_id;
    else
        update chat.messages m
        set status = 'failed'
        where m.user_id = p_run.user_id and m.run_id = p_run.id and m.role = 'user';
    end if;

    v_event.run_id := p_run.id;
    v_event.is_live := false;
    v_event.ordinal := p_run.last_event + 1;
    v_event.event := case when p_status in ('finished', 'stopped') then 'done' else 'error' end;
    v_event.data := (
        case v_event.event
            when 'done' then json_build_object(
                'status', p_status, 'message_id', v_message_id, 'charge', v_charge,
                'balance', (credits.current_balance(p_run.user_id)).available
            )
            else json_build_object(
                'code', p_error_code,
                'message', coalesce(
                    (select c.message from ops.error_codes c where c.code = p_error_code),
                    'internal error'
                ),
                'message_id', v_message_id, 'charge', v_charge,
                'balance', (credits.current_balance(p_run.user_id)).available
            )
        end
    )::text;
    insert into chat.run_events (user_id, session_id, ordinal, run_id, event, data)
    values (
        p_run.user_id, p_run.session_id, v_event.ordinal, p_run.id, v_event.event, v_event.data
    );

    update chat.runs r
    set
        status = p_status,
        charge = v_charge,
        error_code = p_error_code,
        call_id = p_run.call_id,
        last_event = v_event.ordinal,
        ended_at = clock_timestamp()
    where r.user_id = p_run.user_id and r.id = p_run.id;
    update chat.sessions s
    set
        events = v_event.ordinal,
        messages = s.messages + (v_message_id is not null)::integer
    where s.user_id = p_run.user_id and s.id = p_run.session_id;
    return v_event;
end
$$;

comment on function chat.close_run(chat.runs, text, text) is
    'Ends a run with its last event, and keeps what it said as a message.';
