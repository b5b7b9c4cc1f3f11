-- Chats: what users and models wrote, one answer at a time, and who may read it by a link.
create schema chat;

comment on schema chat is 'Sessions of users with models: messages, files, runs and share links.';

grant usage on schema chat to authenticator, service_role;

insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH524', 502, 'run_abandoned', 'the run broke off', true);

create domain chat.title as text
    constraint title_is_1_to_200_characters_on_one_line
    check (length(value) between 1 and 200 and value !~ '[[:cntrl:]]' and value ~ '[^[:space:]]');

create domain chat.content as text
    constraint content_is_text_up_to_100_kb
    check (octet_length(value) <= 102400 and value ~ '[^[:space:]]');

create domain chat.name as text
    constraint name_is_1_to_200_characters_without_path
    check (length(value) between 1 and 200 and value !~ '[[:cntrl:]/\\"<>]' and value !~ '^\.*$');

create domain chat.media_type as text collate "C"
    constraint media_type_is_one_that_shows_no_markup
    check (
        value in (
            'text/plain', 'text/markdown', 'text/csv', 'application/json', 'application/pdf',
            'image/png', 'image/jpeg', 'image/gif', 'image/webp'
        )
    );

create domain chat.ttl as interval
    constraint ttl_is_1_minute_to_90_days
    check (extract(epoch from value) between 60 and 7776000);

create domain chat.query as text
    constraint query_is_1_to_200_characters
    check (length(value) between 1 and 200 and value ~ '[^[:space:]]');

create domain chat.status as text collate "C"
    constraint status_is_known
    check (value in ('running', 'finished', 'stopped', 'failed', 'abandoned'));

comment on domain chat.title is 'What a session is called.';
comment on domain chat.content is 'What a user writes: not blank, at most 102,400 bytes.';
comment on domain chat.name is 'A file''s name, without folders.';
comment on domain chat.media_type is 'What kinds of files are kept.';
comment on domain chat.ttl is 'How long a share link works.';
comment on domain chat.query is 'What is looked for.';
comment on domain chat.status is
    'How a run is or ended: finished; stopped by its user; failed; abandoned by a service that died.';

create table chat.settings (
    id boolean not null default true
        constraint settings_pkey primary key
        constraint settings_is_one_row check (id),
    system_prompt text not null default 'You are a helpful assistant.'
        constraint settings_system_prompt_is_up_to_50_kb
        check (octet_length(system_prompt) <= 51200),
    provider ai.provider not null default 'openai',
    model ai.model not null default 'gpt-4o-mini',
    title_model ai.model,
    -- squawk-ignore prefer-bigint-over-int
    history_tokens integer not null default 16000
        constraint settings_history_tokens_is_100_to_1_million
        check (history_tokens between 100 and 1000000),
    -- squawk-ignore prefer-bigint-over-int
    output_tokens integer not null default 4096
        constraint settings_output_tokens_is_1_to_100_thousand
        check (output_tokens between 1 and 100000),
    abandoned_after interval not null default '60 seconds'
        constraint settings_abandoned_after_is_5_seconds_to_1_hour
        check (extract(epoch from abandoned_after) between 5 and 3600),
    -- squawk-ignore prefer-bigint-over-int
    file_bytes integer not null default 10485760
        constraint settings_file_bytes_is_1_to_10_mb check (file_bytes between 1 and 10485760),
    stored_bytes bigint not null default 104857600
        constraint settings_stored_bytes_is_0_to_1_tb
        check (stored_bytes between 0 and 1099511627776),
    -- squawk-ignore prefer-bigint-over-int
    files_per_message integer not null default 10
        constraint settings_files_per_message_is_0_to_100
        check (files_per_message between 0 and 100),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table chat.settings is 'How chats are answered. One row, which an operator changes.';
comment on column chat.settings.system_prompt is
    'What the model is told ahead of every conversation. No client sees or changes it; empty for nothing.';
comment on column chat.settings.title_model is
    'Which of the provider''s models names sessions, as a call that the user pays for; null names them by their first message.';
comment on column chat.settings.history_tokens is
    'Estimated tokens that system prompt, history and the new message may have together.';
comment on column chat.settings.output_tokens is 'Tokens of an answer at most.';
comment on column chat.settings.abandoned_after is
    'For how long a service may say nothing of a run before the session is free again.';
comment on column chat.settings.stored_bytes is 'What all files of a user may have together.';

insert into chat.settings default values;

create table chat.sessions (
    user_id uuid not null
        constraint sessions_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    title chat.title,
    titled_by text not null default 'nobody'
        constraint sessions_titled_by_is_known
        check (titled_by in ('nobody', 'message', 'model', 'user')),
    messages bigint not null default 0
        constraint sessions_messages_is_0_or_more check (messages >= 0),
    events bigint not null default 0
        constraint sessions_events_is_0_or_more check (events >= 0),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint sessions_pkey primary key (user_id, id),
    constraint sessions_title_is_by_somebody check ((title is null) = (titled_by = 'nobody'))
);

comment on table chat.sessions is 'Conversations, each of one user.';
comment on column chat.sessions.messages is 'The ordinal of the last message.';
comment on column chat.sessions.events is 'The ordinal of the last event of the last run that has ended.';

-- An event's ordinal goes on from run to run, so that it alone says where a client was in a
-- session.
create table chat.runs (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    session_id uuid not null,
    status chat.status not null default 'running',
    provider ai.provider not null,
    model ai.model not null,
    idempotency_key credits.idempotency_key,
    fingerprint bytea not null
        constraint runs_fingerprint_is_32_bytes check (octet_length(fingerprint) = 32),
    call_id uuid,
    charge credits.balance,
    error_code text,
    first_event bigint not null
        constraint runs_first_event_is_above_0 check (first_event > 0),
    last_event bigint not null,
    stop_requested_at timestamptz,
    noted_at timestamptz not null default clock_timestamp(),
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    constraint runs_pkey primary key (user_id, id),
    constraint runs_session_fkey
        foreign key (user_id, session_id) references chat.sessions (user_id, id) on delete cascade,
    constraint runs_idempotency_key_key unique (user_id, session_id, idempotency_key),
    constraint runs_ended_has_a_time check ((status = 'running') = (ended_at is null)),
    constraint runs_last_event_follows_the_first check (last_event >= first_event)
) with (fillfactor = 80);

comment on table chat.runs is 'Answers in the making, and how they ended. At most one of a session lives.';
comment on column chat.runs.idempotency_key is 'By which a repeated request finds it, for a day.';
comment on column chat.runs.fingerprint is 'SHA-256 of what was asked, which a repeated request has to ask again.';
comment on column chat.runs.call_id is 'The metered call that answers.';
comment on column chat.runs.charge is 'What it cost; null until its call is settled.';
comment on column chat.runs.error_code is 'Why it failed.';
comment on column chat.runs.noted_at is 'When its service last said that it goes on.';

create unique index runs_one_lives_key on chat.runs (user_id, session_id) where status = 'running';
create index runs_session_idx on chat.runs (user_id, session_id, first_event desc);
create index runs_uncharged_idx on chat.runs (ended_at)
    where ended_at is not null and charge is null;

create table chat.run_events (
    user_id uuid not null,
    session_id uuid not null,
    ordinal bigint not null,
    run_id uuid not null,
    event text not null
        constraint run_events_event_is_known check (event in ('run', 'delta', 'done', 'error')),
    data text not null
        constraint run_events_data_is_up_to_1_mb check (octet_length(data) <= 1048576),
    created_at timestamptz not null default clock_timestamp(),
    constraint run_events_pkey primary key (user_id, session_id, ordinal),
    constraint run_events_run_fkey
        foreign key (user_id, run_id) references chat.runs (user_id, id) on delete cascade
);

comment on table chat.run_events is
    'What a run''s client was told, kept for a day, so that it can be told again by any service.';
comment on column chat.run_events.data is 'JSON, sent as it stands.';

create index run_events_run_idx on chat.run_events (user_id, run_id);
create index run_events_created_at_idx on chat.run_events using brin (created_at);

create table chat.messages (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    session_id uuid not null,
    ordinal bigint not null
        constraint messages_ordinal_is_above_0 check (ordinal > 0),
    role text not null
        constraint messages_role_is_user_or_assistant check (role in ('user', 'assistant')),
    content text not null
        constraint messages_content_is_up_to_100_kb_and_of_answers_1_mb
        check (octet_length(content) <= case role when 'user' then 102400 else 1048576 end),
    status text not null
        constraint messages_status_is_known check (status in ('complete', 'partial', 'failed')),
    run_id uuid not null,
    tokens bigint not null
        constraint messages_tokens_is_0_or_more check (tokens >= 0),
    -- The user is a word too, so that one index finds the words of one user. What is beyond 100,000
    -- characters isn't found by its words.
    words tsvector not null generated always as (
        to_tsvector('pg_catalog.simple'::regconfig, left(content, 100000))
        || array_to_tsvector(array[user_id::text])
    ) stored,
    created_at timestamptz not null default clock_timestamp(),
    constraint messages_pkey primary key (user_id, id),
    constraint messages_ordinal_key unique (user_id, session_id, ordinal),
    constraint messages_session_fkey
        foreign key (user_id, session_id) references chat.sessions (user_id, id) on delete cascade,
    constraint messages_run_fkey
        foreign key (user_id, run_id) references chat.runs (user_id, id) on delete cascade,
    constraint messages_only_an_answer_is_partial check (status <> 'partial' or role = 'assistant')
);

comment on table chat.messages is
    'What was said. There are no roles but these two: what a system says stands in chat.settings.';
comment on column chat.messages.status is
    'partial: an answer that was stopped or broke off; failed: a question that has no answer, and that later ones leave out.';
comment on column chat.messages.tokens is 'Of its content and files, estimated from above.';

create index messages_words_idx on chat.messages using gin (words);
create index messages_run_idx on chat.messages (user_id, run_id);

create table chat.files (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    session_id uuid not null,
    message_id uuid,
    name chat.name not null,
    media_type chat.media_type not null,
    size bigint not null
        constraint files_size_is_up_to_10_mb check (size between 0 and 10485760),
    sha256 bytea not null
        constraint files_sha256_is_32_bytes check (octet_length(sha256) = 32),
    tokens bigint
        constraint files_tokens_is_0_or_more check (tokens >= 0),
    created_at timestamptz not null default clock_timestamp(),
    constraint files_pkey primary key (user_id, id),
    constraint files_session_fkey
        foreign key (user_id, session_id) references chat.sessions (user_id, id) on delete cascade,
    constraint files_message_fkey
        foreign key (user_id, message_id) references chat.messages (user_id, id) on delete cascade
);

comment on table chat.files is 'What users added to sessions.';
comment on column chat.files.message_id is 'The message that it was sent with.';
comment on column chat.files.tokens is 'Of a text, estimated from above; null for what can''t be sent to a model.';

create index files_session_idx on chat.files (user_id, session_id);
create index files_message_idx on chat.files (user_id, message_id) where message_id is not null;

-- bytea, not large objects: rows are secured, and go with what they belong to. Uncompressed, 10 MB
-- were written in 110 ms and read in 23, against 340 and 99 as a large object, and 380 and 24
-- compressed (PostgreSQL 15, two cores).
create table chat.file_contents (
    user_id uuid not null,
    file_id uuid not null,
    content bytea not null
        constraint file_contents_content_is_up_to_10_mb check (octet_length(content) <= 10485760),
    constraint file_contents_pkey primary key (user_id, file_id),
    constraint file_contents_file_fkey
        foreign key (user_id, file_id) references chat.files (user_id, id) on delete cascade
);
alter table chat.file_contents alter column content set storage external;

comment on table chat.file_contents is 'The bytes of files, apart, so that lists never touch them.';

create table chat.share_links (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    session_id uuid not null,
    digest bytea not null
        constraint share_links_digest_is_32_bytes check (octet_length(digest) = 32),
    expires_at timestamptz not null,
    withdrawn_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    constraint share_links_pkey primary key (user_id, id),
    constraint share_links_session_fkey
        foreign key (user_id, session_id) references chat.sessions (user_id, id) on delete cascade
);

comment on table chat.share_links is 'Who has the token may read the session, until it expires or is withdrawn.';
comment on column chat.share_links.digest is 'SHA-256 of the token, which is shown once and kept nowhere.';

create index share_links_session_idx on chat.share_links (user_id, session_id);
-- A token is 256 random bits, so no two have one digest.
create index share_links_digest_idx on chat.share_links (digest);

create type chat.session as (
    id uuid,
    title text,
    created_at timestamptz,
    updated_at timestamptz
);

create type chat.share as (
    id uuid,
    session_id uuid,
    token text,
    expires_at timestamptz
);

create type chat.shared_session as (
    title text,
    messages jsonb,
    expires_at timestamptz
);

create type chat.hit as (
    session_id uuid,
    title text,
    message_id uuid,
    role text,
    excerpt text,
    at timestamptz
);

create type chat.file as (
    id uuid,
    session_id uuid,
    name text,
    media_type text,
    size bigint,
    sha256 text,
    created_at timestamptz
);

create type chat.file_content as (
    name text,
    media_type text,
    sha256 text,
    content bytea
);

create type chat.begun_run as (
    user_id uuid,
    run_id uuid,
    is_new boolean,
    ordinal bigint,
    event text,
    data text,
    provider text,
    operation text,
    model text,
    prompt text
);

create type chat.request as (
    title chat.title,
    content chat.content,
    name chat.name,
    media_type chat.media_type,
    ttl chat.ttl,
    query chat.query,
    idempotency_key credits.idempotency_key
);

create type chat.run_note as (
    is_live boolean,
    is_stop_requested boolean,
    ordinal bigint,
    event text,
    data text
);

create type chat.ended_run as (
    ordinal bigint,
    event text,
    data text,
    title_provider text,
    title_operation text,
    title_model text,
    title_prompt text
);

create type chat.run_event as (
    run_id uuid,
    is_live boolean,
    ordinal bigint,
    event text,
    data text
);

comment on type chat.session is 'A session as its user sees it.';
comment on type chat.share is 'A share link; the only time that its token is seen.';
comment on type chat.shared_session is
    'What whoever has a share link reads: title and messages, each with role, content, status and created_at.';
comment on type chat.hit is 'Where what was looked for is: in a message, or without one in a title.';
comment on type chat.file is 'A file without its content; sha256 is hexadecimal.';
comment on type chat.file_content is 'A file to be handed out.';
comment on type chat.request is 'Arguments, as far as a function has them.';
comment on type chat.begun_run is
    'A run, its first event, and the body of the request to the provider; is_new is false, and there is no body, for one that was begun before under the same key.';
comment on type chat.run_note is
    'Whether a run still lives and whether its user wants it to stop, and the event that was kept, if any.';
comment on type chat.ended_run is
    'A run''s last event (null when it had ended before), and the call that would name its session, if one is to be made.';
comment on type chat.run_event is
    'An event of a run, or without one only whether the run still lives.';

alter table chat.settings enable row level security;
alter table chat.settings force row level security;
create policy "The owner keeps chat settings" on chat.settings
    for all to thin_owner using (true) with check (true);
alter table chat.sessions enable row level security;
alter table chat.sessions force row level security;
create policy "The owner keeps chat sessions" on chat.sessions
    for all to thin_owner using (true) with check (true);
alter table chat.runs enable row level security;
alter table chat.runs force row level security;
create policy "The owner keeps runs" on chat.runs
    for all to thin_owner using (true) with check (true);
alter table chat.run_events enable row level security;
alter table chat.run_events force row level security;
create policy "The owner keeps events of runs" on chat.run_events
    for all to thin_owner using (true) with check (true);
alter table chat.messages enable row level security;
alter table chat.messages force row level security;
create policy "The owner keeps messages" on chat.messages
    for all to thin_owner using (true) with check (true);
alter table chat.files enable row level security;
alter table chat.files force row level security;
create policy "The owner keeps files" on chat.files
    for all to thin_owner using (true) with check (true);
alter table chat.file_contents enable row level security;
alter table chat.file_contents force row level security;
create policy "The owner keeps contents of files" on chat.file_contents
    for all to thin_owner using (true) with check (true);
alter table chat.share_links enable row level security;
alter table chat.share_links force row level security;
create policy "The owner keeps share links" on chat.share_links
    for all to thin_owner using (true) with check (true);

insert into identity.api_scopes (name, description) values
    ('chat:read', 'read chats and their files'),
    ('chat:write', 'write in chats, share and delete them');

insert into identity.api_scope_objects (scope, object)
select g.scope, o.object
from (
    values
        (
            'chat:read',
            array[
                'api.chat_sessions', 'api.chat_messages', 'api.chat_files', 'api.chat_share_links',
                'api.search_chats', 'api.shared_chat', 'chat.read_run_events', 'chat.read_file'
            ]
        ),
        (
            'chat:write',
            array[
                'api.create_chat_session', 'api.rename_chat_session', 'api.delete_chat_session',
                'api.share_chat_session', 'api.withdraw_share', 'api.delete_chat_file',
                'chat.begin_run', 'chat.stop_run', 'chat.add_file'
            ]
        )
) g (scope, objects)
cross join unnest(g.objects) o (object);

insert into ops.rate_classes (id, description, requests, period) values
    ('chat_history', 'Reading chats, and keeping them in order.', 120, '1 minute');

insert into ops.rate_limits (kind, name, class) values
    ('route', 'POST /chat/v1/sessions/messages', 'chat'),
    ('route', 'POST /chat/v1/sessions/files', 'messages'),
    ('function', 'create_chat_session', 'messages'),
    ('function', 'share_chat_session', 'messages'),
    ('function', 'search_chats', 'messages'),
    ('view', 'chat_sessions', 'chat_history'),
    ('view', 'chat_messages', 'chat_history'),
    ('view', 'chat_files', 'chat_history'),
    ('view', 'chat_share_links', 'chat_history'),
    ('function', 'rename_chat_session', 'chat_history'),
    ('function', 'delete_chat_session', 'chat_history'),
    ('function', 'withdraw_share', 'chat_history'),
    ('function', 'shared_chat', 'chat_history'),
    ('function', 'delete_chat_file', 'chat_history'),
    ('route', 'GET /chat/v1/sessions/run', 'chat_history'),
    ('route', 'DELETE /chat/v1/sessions/run', 'chat_history'),
    ('route', 'GET /chat/v1/files', 'chat_history');

insert into ops.jobs (name, description, every, statement) values
    (
        'chat_runs', 'Ends runs whose service has died, and forgets events of yesterday.',
        '30 seconds',
        'select case when chat.end_abandoned_runs(100) = 100 or chat.clean_run_events(5000) = 5000 '
        'then ''more'' end'
    );
