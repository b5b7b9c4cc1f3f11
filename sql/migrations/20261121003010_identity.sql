-- Who somebody is, and how that is proven: the rules behind /auth/v1, for databases on which
-- Supabase's own auth service doesn't stand. What it keeps of people is in schema auth, under
-- Supabase's names.
create schema identity;

comment on schema identity is 'The rules of signing up, signing in and out, and of what is mailed for it.';

grant usage on schema identity to anon, authenticated, service_role, authenticator, thin_auth;

insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH401', 401, 'session_ended', 'session has ended', false);

create type identity.answer as (
    status integer,
    body jsonb,
    claims jsonb,
    headers jsonb
);

create type identity.caller as (
    user_id uuid,
    session_id uuid,
    refusal identity.answer
);

create type identity.one_time_code as (
    code text,
    link_token text
);

create type identity.redemption as (
    user_id uuid,
    token_type text,
    refusal identity.answer
);

comment on type identity.answer is
    'What an endpoint answers: HTTP status, JSON body, claims of an access token to sign into it, headers.';
comment on type identity.caller is 'Whose token a request carries, or why it is refused.';
comment on type identity.one_time_code is 'A code of 6 digits, and the token of the link that stands for it.';
comment on type identity.redemption is 'Whose one-time token was redeemed and of which type, or why none was.';

create table identity.settings (
    id boolean not null default true
        constraint settings_pkey primary key
        constraint settings_is_one_row check (id),
    site_url text not null default 'http://localhost:3000'
        constraint settings_site_url_is_a_url check (site_url ~ '^[a-z][a-z0-9+.-]*://[^[:space:]\\#]+$'),
    redirect_urls text[] not null default '{}'
        constraint settings_redirect_urls_are_up_to_100 check (
            cardinality(redirect_urls) <= 100 and array_position(redirect_urls, null) is null
        ),
    allows_signup boolean not null default true,
    allows_anonymous boolean not null default false,
    confirms_automatically boolean not null default false,
    confirms_old_address boolean not null default true,
    needs_reauthentication boolean not null default false,
    -- squawk-ignore prefer-bigint-over-int
    access_token_seconds integer not null default 3600
        constraint settings_access_token_seconds_is_30_to_86400
        check (access_token_seconds between 30 and 86400),
    -- squawk-ignore prefer-bigint-over-int
    session_seconds integer
        constraint settings_session_seconds_is_60_or_more check (session_seconds >= 60),
    -- squawk-ignore prefer-bigint-over-int
    reuse_interval_seconds integer not null default 10
        constraint settings_reuse_interval_seconds_is_0_to_300
        check (reuse_interval_seconds between 0 and 300),
    -- squawk-ignore prefer-bigint-over-int
    code_seconds integer not null default 600
        constraint settings_code_seconds_is_60_to_3600 check (code_seconds between 60 and 3600),
    -- squawk-ignore prefer-bigint-over-int
    code_tries integer not null default 5
        constraint settings_code_tries_is_1_to_10 check (code_tries between 1 and 10),
    -- squawk-ignore prefer-bigint-over-int
    link_seconds integer not null default 3600
        constraint settings_link_seconds_is_60_to_604800 check (link_seconds between 60 and 604800),
    -- squawk-ignore prefer-bigint-over-int
    mail_pause_seconds integer not null default 60
        constraint settings_mail_pause_seconds_is_0_to_3600
        check (mail_pause_seconds between 0 and 3600),
    -- squawk-ignore prefer-bigint-over-int
    mails_per_hour integer not null default 30
        constraint settings_mails_per_hour_is_1_to_1000 check (mails_per_hour between 1 and 1000),
    -- squawk-ignore prefer-bigint-over-int
    recovery_mails_per_hour integer not null default 3
        constraint settings_recovery_mails_per_hour_is_1_to_1000
        check (recovery_mails_per_hour between 1 and 1000),
    -- squawk-ignore prefer-bigint-over-int
    recoveries_per_hour integer not null default 5
        constraint settings_recoveries_per_hour_is_1_to_1000
        check (recoveries_per_hour between 1 and 1000),
    -- squawk-ignore prefer-bigint-over-int
    password_bytes_min integer not null default 8
        constraint settings_password_bytes_min_is_8_to_72 check (password_bytes_min between 8 and 72),
    -- squawk-ignore prefer-bigint-over-int
    bcrypt_cost integer not null default 10
        constraint settings_bcrypt_cost_is_10_to_15 check (bcrypt_cost between 10 and 15),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table identity.settings is 'How people sign up and in. One row, which an operator changes.';
comment on column identity.settings.site_url is 'Where links lead that name no other place.';
comment on column identity.settings.redirect_urls is
    'Where else links may lead: a URL, or with * at its end all that begin so.';
comment on column identity.settings.confirms_automatically is
    'Whether an address counts as confirmed without a mail.';
comment on column identity.settings.confirms_old_address is
    'Whether a change of address is confirmed at the old one too.';
comment on column identity.settings.needs_reauthentication is
    'Whether a session older than a day needs a mailed code to change its password.';
comment on column identity.settings.session_seconds is 'How long a session lives at most; null for ever.';
comment on column identity.settings.reuse_interval_seconds is
    'How long after its exchange a refresh token gets the same child again: the answer may have been lost.';
comment on column identity.settings.code_seconds is
    'How long a code is good, and of a recovery the link too.';
comment on column identity.settings.code_tries is 'Wrong codes after which a code is spent.';
comment on column identity.settings.mail_pause_seconds is
    'Shortest time between two mails of a kind to an address.';
comment on column identity.settings.recoveries_per_hour is
    'How often an hour a recovery code may be tried for an address.';

insert into identity.settings default values;

-- Made here, and different in every installation. Whoever reads a digest without it can't try all
-- codes of six digits.
create table identity.keys (
    id boolean not null default true
        constraint keys_pkey primary key
        constraint keys_is_one_row check (id),
    secret bytea not null
        constraint keys_secret_is_32_bytes check (octet_length(secret) = 32),
    created_at timestamptz not null default now()
);

comment on table identity.keys is 'The key of all digests of tokens and codes. Nobody reads it but the owner.';

insert into identity.keys (secret)
values (
    sha256(
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
    )
);

create table identity.turns (
    kind text not null
        constraint turns_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]{0,63}$'),
    subject text not null,
    taken_at timestamptz[] not null default '{}'
        constraint turns_taken_at_is_bounded check (cardinality(taken_at) <= 1000),
    constraint turns_pkey primary key (kind, subject)
);

comment on table identity.turns is 'When an address was lately mailed to, or a code tried for it.';
comment on column identity.turns.subject is 'Keyed digest of the address, so that unknown ones are counted alike.';
comment on column identity.turns.taken_at is 'The times of the last hour, the oldest first.';

create table identity.mail_templates (
    kind text not null
        constraint mail_templates_pkey primary key
        constraint mail_templates_kind_is_known check (
            kind in ('signup', 'invite', 'magiclink', 'recovery', 'email_change', 'reauthentication')
        ),
    subject text not null
        constraint mail_templates_subject_is_one_line
        check (length(subject) between 1 and 200 and subject !~ '[[:cntrl:]]'),
    body text not null
        constraint mail_templates_body_is_up_to_10000_characters
        check (length(body) between 1 and 10000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table identity.mail_templates is
    'What is mailed. An operator changes rows. In the body stand, as in Supabase''s: {{ .Token }}, {{ .TokenHash }}, {{ .ConfirmationURL }}, {{ .SiteURL }}, {{ .RedirectTo }}, {{ .Email }}, {{ .NewEmail }}.';

insert into identity.mail_templates (kind, subject, body) values
    ('signup', 'Confirm your address', e'Your code is {{ .Token }}\n\nOr follow this link to confirm your address:\n{{ .ConfirmationURL }}\n\nIf you have not signed up, ignore this mail.\n'),
    ('invite', 'You have been invited', e'You have been invited to {{ .SiteURL }}\n\nFollow this link to accept:\n{{ .ConfirmationURL }}\n'),
    ('magiclink', 'Your code to sign in', e'Your code is {{ .Token }}\n\nOr follow this link to sign in:\n{{ .ConfirmationURL }}\n\nIf you have not asked for it, ignore this mail.\n'),
    ('recovery', 'Reset your password', e'Your code is {{ .Token }}\n\nOr follow this link to set a new password:\n{{ .ConfirmationURL }}\n\nIf you have not asked for it, ignore this mail: your password stays as it is.\n'),
    ('email_change', 'Confirm your new address', e'Your code is {{ .Token }}\n\nOr follow this link to confirm that {{ .Email }} changes to {{ .NewEmail }}:\n{{ .ConfirmationURL }}\n\nIf you have not asked for it, sign in and change your password.\n'),
    ('reauthentication', 'Confirm that it is you', e'Your code is {{ .Token }}\n\nIf you have not asked for it, sign in and change your password.\n');

create table identity.common_passwords (
    password text collate "C" not null
        constraint common_passwords_pkey primary key
        constraint common_passwords_password_is_lower_case check (password = lower(password))
);

comment on table identity.common_passwords is
    'Passwords, in lower case, that everybody tries first. An operator adds rows.';

-- The best known of 8 bytes and more; seeds have a long list.
insert into identity.common_passwords (password) values
    ('00000000'), ('11111111'), ('123123123'), ('12345678'), ('123456789'), ('1234567890'),
    ('1q2w3e4r'), ('1q2w3e4r5t'), ('1qaz2wsx'), ('87654321'), ('987654321'), ('abcd1234'),
    ('administrator'), ('asdfghjkl'), ('baseball'), ('changeme'), ('computer'), ('football'),
    ('iloveyou'), ('letmein1'), ('michelle'), ('password'), ('password1'), ('password12'),
    ('password123'), ('passw0rd'), ('princess'), ('qwerty12'), ('qwerty123'), ('qwertyui'),
    ('qwertyuiop'), ('starwars'), ('sunshine'), ('superman'), ('trustno1'), ('welcome1'),
    ('whatever'), ('zaq12wsx');

alter table identity.settings enable row level security;
alter table identity.settings force row level security;
create policy "The owner keeps settings" on identity.settings
    for all to thin_owner using (true) with check (true);
alter table identity.keys enable row level security;
alter table identity.keys force row level security;
create policy "The owner reads the key" on identity.keys
    for select to thin_owner using (true);
create policy "The owner writes the key" on identity.keys
    for insert to thin_owner with check (true);
alter table identity.turns enable row level security;
alter table identity.turns force row level security;
create policy "The owner keeps turns" on identity.turns
    for all to thin_owner using (true) with check (true);
alter table identity.mail_templates enable row level security;
alter table identity.mail_templates force row level security;
create policy "The owner keeps mail templates" on identity.mail_templates
    for all to thin_owner using (true) with check (true);
alter table identity.common_passwords enable row level security;
alter table identity.common_passwords force row level security;
create policy "The owner keeps common passwords" on identity.common_passwords
    for all to thin_owner using (true) with check (true);
