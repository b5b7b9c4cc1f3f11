-- The message, the run and what the provider is to be asked, or nothing of it.
-- Definer because callers have no right on the tables.
create or replace function chat.begin_run(
    p_session_id uuid,
    p_content text,
    p_file_ids uuid[] default '{}',
    p_idempotency_key text default null
)
returns chat.begun_run
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_file_tokens constant integer := 64;
    c_message_tokens constant integer := 8;
    v_user_id uuid := chat.require_owner('chat.begin_run');
    v_file_ids uuid[] := array(select distinct f.id from unnest(p_file_ids) f (id) order by f.id);
    v_request chat.request;
    v_settings chat.settings;
    v_session chat.sessions;
    v_run chat.runs;
    v_message_id uuid := gen_random_uuid();
    v_tokens bigint;
    v_answer chat.begun_run;
begin
    v_request := chat.read_request(
        jsonb_build_object('content', p_content)
        || case
            when p_idempotency_key is null then '{}'
            else jsonb_build_object('idempotency_key', p_idempotency_key)
        end
    );
    select s.* into strict v_settings from chat.settings s;
    if array_position(v_file_ids, null) is not null then
        perform ops.fail_argument('file_ids', null);
    elsif cardinality(v_file_ids) > v_settings.files_per_message then
        perform ops.fail(
            'TH001', 'file_ids', format('file_ids are at most %s', v_settings.files_per_message)
        );
    end if;
    v_run.fingerprint := sha256(convert_to(jsonb_build_array(p_content, v_file_ids)::text, 'UTF8'));

    v_session := chat.lock_session(v_user_id, p_session_id);
    if v_request.idempotency_key is not null then
        update chat.runs r
        set idempotency_key = null
        where
            r.user_id = v_user_id and r.session_id = v_session.id
            and r.idempotency_key = v_request.idempotency_key
            and r.ended_at < clock_timestamp() - interval '1 day';
        select r.id, r.first_event, r.provider, r.model, r.fingerprint = v_run.fingerprint
        into v_answer.run_id, v_answer.ordinal, v_answer.provider, v_answer.model, v_answer.is_new
        from chat.runs r
        where
            r.user_id = v_user_id and r.session_id = v_session.id
            and r.idempotency_key = v_request.idempotency_key;
        if found then
            if not v_answer.is_new then
                perform ops.fail('TH409');
            end if;
            v_answer.user_id := v_user_id;
            v_answer.is_new := false;
            return v_answer;
        end if;
    end if;
    if (chat.find_live_run(v_user_id, v_session.id)).id is not null then
        perform ops.fail('TH423', 'session', 'wait for the answer, or stop it');
    end if;
    -- What was ended just now moved them.
    v_session := chat.lock_session(v_user_id, p_session_id);

    if exists (
        select from unnest(v_file_ids) i (id)
        where not exists (
            select from chat.files f
            where f.user_id = v_user_id and f.id = i.id and f.session_id = v_session.id
        )
    ) then
        perform ops.fail('TH404', 'file');
    elsif exists (
        select from chat.files f
        where f.user_id = v_user_id and f.id = any(v_file_ids) and f.tokens is null
    ) then
        perform ops.fail('TH001', 'file_ids', 'only texts can be sent');
    elsif exists (
        select from chat.files f
        where f.user_id = v_user_id and f.id = any(v_file_ids) and f.message_id is not null
    ) then
        perform ops.fail('TH001', 'file_ids', 'a file is sent once');
    end if;
    v_tokens := chat.tokens_of(p_content) + coalesce(
        (
            select sum(f.tokens + c_file_tokens)
            from chat.files f
            where f.user_id = v_user_id and f.id = any(v_file_ids)
        ),
        0
    );
    if
        v_tokens + chat.tokens_of(v_settings.system_prompt) + 2 * c_message_tokens
        > v_settings.history_tokens
    then
        perform ops.fail(
            'TH421', 'input_tokens',
            format('a conversation is at most %s tokens', v_settings.history_tokens)
        );
    end if;

    insert into chat.runs (
        user_id, session_id, provider, model, idempotency_key, fingerprint, first_event, last_event
    ) values (
        v_user_id, v_session.id, v_settings.provider, v_settings.model, v_request.idempotency_key,
        v_run.fingerprint, v_session.events + 1, v_session.events + 1
    )
    returning * into strict v_run;
    insert into chat.messages (
        user_id, id, session_id, ordinal, role, content, status, run_id, tokens
    ) values (
        v_user_id, v_message_id, v_session.id, v_session.messages + 1, 'user', v_request.content,
        'complete', v_run.id, v_tokens
    );
    update chat.files f
    set message_id = v_message_id
    where f.user_id = v_user_id and f.id = any(v_file_ids);
    update chat.sessions s
    set messages = s.messages + 1
    where s.user_id = v_user_id and s.id = v_session.id;

    v_answer.user_id := v_user_id;
    v_answer.run_id := v_run.id;
    v_answer.is_new := true;
    v_answer.ordinal := v_run.first_event;
    v_answer.event := 'run';
    v_answer.data := json_build_object(
        'run_id', v_run.id, 'session_id', v_session.id, 'message_id', v_message_id
    );
    v_answer.provider := v_settings.provider;
    v_answer.operation := chat.operation_of(v_settings.provider);
    v_answer.model := v_settings.model;
    v_answer.prompt := chat.build_prompt(
        v_settings, v_user_id, v_session.id, v_session.messages + 1
    );
    insert into chat.run_events (user_id, session_id, ordinal, run_id, event, data)
    values (v_user_id, v_session.id, v_answer.ordinal, v_run.id, v_answer.event, v_answer.data);
    return v_answer;
end
$$;

grant execute on function chat.begin_run(uuid, text, uuid[], text) to authenticator;
comment on function chat.begin_run(uuid, text, uuid[], text) is
    'Takes a message of the user whose token the request came with, and begins the run that answers it; the same key again answers the same run. Raises TH001 with the field, TH401, TH403, TH404 (session, file), TH409, TH421, TH423 while another run lives.';
