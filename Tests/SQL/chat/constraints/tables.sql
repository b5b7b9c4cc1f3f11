-- Every constraint of chats fires by its name.
begin;
select plan(24);

select tests.a_user() as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id \gset
select tests.a_file(:'user_id', :'session_id') as file_id, tests.answered(:'user_id', :'session_id') as run_id,
    (chat.share_session(:'user_id', :'session_id')).id as share_id \gset
select is(tests.violation(c.sql), c.name, c.sql)
from (values
    ('insert into chat.settings default values', 'settings_pkey'),
    ('update chat.settings set id = false', 'settings_is_one_row'),
    ('update chat.settings set provider = ''x''', 'provider_is_known'),
    ('update chat.settings set history_tokens = 99', 'settings_history_tokens_is_100_to_1_million'),
    ('update chat.settings set output_tokens = 0', 'settings_output_tokens_is_1_to_100_thousand'),
    ('update chat.settings set abandoned_after = ''1 second''', 'settings_abandoned_after_is_5_seconds_to_1_hour'),
    ('update chat.settings set file_bytes = 10485761', 'settings_file_bytes_is_1_to_10_mb'),
    ('update chat.settings set stored_bytes = -1', 'settings_stored_bytes_is_0_to_1_tb'),
    ('update chat.settings set files_per_message = 101', 'settings_files_per_message_is_0_to_100'),
    ('update chat.settings set system_prompt = repeat(''a'', 51201)', 'settings_system_prompt_is_up_to_50_kb'),
    ('update chat.sessions set title = null', 'sessions_title_is_by_somebody'),
    ('update chat.sessions set titled_by = ''x''', 'sessions_titled_by_is_known'),
    ('insert into chat.sessions (user_id) values (gen_random_uuid())', 'sessions_user_id_fkey'),
    ('update chat.runs set ended_at = null', 'runs_ended_has_a_time'),
    ('update chat.runs set status = ''x''', 'status_is_known'),
    ('update chat.runs set last_event = 0', 'runs_last_event_follows_the_first'),
    ('update chat.run_events set event = ''x''', 'run_events_event_is_known'),
    ('update chat.messages set status = ''partial''', 'messages_only_an_answer_is_partial'),
    ('update chat.messages set status = ''x''', 'messages_status_is_known'),
    ('update chat.messages set content = repeat(''a'', 102401) where role = ''user''', 'messages_content_is_up_to_100_kb_and_of_answers_1_mb'),
    ('update chat.messages set ordinal = 1', 'messages_ordinal_key'),
    (format('update chat.files set user_id = %L', :'other'), 'file_contents_file_fkey'),
    (format('update chat.share_links set user_id = %L', :'other'), 'share_links_session_fkey'),
    ('update chat.share_links set digest = ''a''', 'share_links_digest_is_32_bytes')
) as c (sql, name);

select * from finish();
rollback;
