-- Definer because callers have no right on the tables.
create or replace function chat.add_file(
    p_session_id uuid,
    p_name text,
    p_media_type text,
    p_content bytea
)
returns chat.file
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid := chat.require_owner('chat.add_file');
    v_request chat.request := chat.read_request(
        jsonb_build_object('name', p_name, 'media_type', p_media_type)
    );
    v_settings chat.settings;
    v_file chat.files;
begin
    select s.* into strict v_settings from chat.settings s;
    if not coalesce(octet_length(p_content) between 1 and v_settings.file_bytes, false) then
        perform ops.fail(
            'TH001', 'content', format('content is 1 to %s bytes', v_settings.file_bytes)
        );
    end if;
    if v_request.media_type ~ '^text/' or v_request.media_type = 'application/json' then
        begin
            v_file.tokens := chat.tokens_of(convert_from(p_content, 'UTF8'));
        exception
            when character_not_in_repertoire or untranslatable_character then
                perform ops.fail('TH001', 'content', 'content is text in UTF-8');
        end;
    end if;

    -- Two at once would both find room for the last one.
    perform pg_advisory_xact_lock(hashtextextended('chat files of ' || v_user_id, 0));
    if not exists (
        select from chat.sessions s
        where s.user_id = v_user_id and s.id = p_session_id
        for key share
    ) then
        perform ops.fail('TH404', 'session');
    elsif octet_length(p_content) + coalesce(
        (select sum(f.size) from chat.files f where f.user_id = v_user_id), 0
    ) > v_settings.stored_bytes then
        perform ops.fail(
            'TH001', 'content',
            format('all files together are at most %s bytes', v_settings.stored_bytes)
        );
    end if;

    insert into chat.files (user_id, session_id, name, media_type, size, sha256, tokens)
    values (
        v_user_id, p_session_id, v_request.name, v_request.media_type, octet_length(p_content),
        sha256(p_content), v_file.tokens
    )
    returning * into strict v_file;
    insert into chat.file_contents (user_id, file_id, content)
    values (v_user_id, v_file.id, p_content);
    return row(
        v_file.id, v_file.session_id, v_file.name, v_file.media_type, v_file.size,
        encode(v_file.sha256, 'hex'), v_file.created_at
    )::chat.file;
end
$$;

grant execute on function chat.add_file(uuid, text, text, bytea) to authenticator;
comment on function chat.add_file(uuid, text, text, bytea) is
    'Keeps a file in a session of the user whose token the request came with. Raises TH001 with the field, TH401, TH403, TH404 (session).';
