-- Identity as Supabase's auth service keeps it, where Supabase hasn't brought it: schema, users and the
-- functions that read the request's claims. Names, columns and definitions are Supabase's, so that
-- policies written for one work on the other.
do $$
begin
    if to_regnamespace('auth') is null then
        create schema auth authorization thin_owner;
        revoke all on schema auth from public;
        grant usage on schema auth to anon, authenticated, service_role, authenticator;
        comment on schema auth is 'Who a user is: rows of people and the claims of the request.';
    end if;
end
$$;

do $$
begin
    if to_regclass('auth.users') is not null then
        return;
    end if;

    create table auth.users (
        instance_id uuid,
        id uuid not null constraint users_pkey primary key,
        aud text,
        role text,
        email text,
        encrypted_password text,
        email_confirmed_at timestamptz,
        invited_at timestamptz,
        confirmation_token text,
        confirmation_sent_at timestamptz,
        recovery_token text,
        recovery_sent_at timestamptz,
        email_change_token_new text,
        email_change text,
        email_change_sent_at timestamptz,
        last_sign_in_at timestamptz,
        raw_app_meta_data jsonb,
        raw_user_meta_data jsonb,
        is_super_admin boolean,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        phone text default null constraint users_phone_key unique,
        phone_confirmed_at timestamptz,
        phone_change text default '',
        phone_change_token text default '',
        phone_change_sent_at timestamptz,
        confirmed_at timestamptz generated always as
            (least(email_confirmed_at, phone_confirmed_at)) stored,
        email_change_token_current text default '',
        email_change_confirm_status smallint default 0
            constraint users_email_change_confirm_status_known
            check (email_change_confirm_status between 0 and 2),
        banned_until timestamptz,
        reauthentication_token text default '',
        reauthentication_sent_at timestamptz,
        is_sso_user boolean not null default false,
        deleted_at timestamptz,
        is_anonymous boolean not null default false
    );

    alter table auth.users owner to thin_owner;
    create unique index users_email_key on auth.users (email) where not is_sso_user;

    alter table auth.users enable row level security;
    alter table auth.users force row level security;
    create policy "The owner keeps users" on auth.users
        for all to thin_owner using (true) with check (true);

    comment on table auth.users is 'A person who can sign in. Columns are those of Supabase.';
end
$$;

do $$
begin
    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid language sql stable parallel safe as $f$
            select coalesce(
                nullif(current_setting('request.jwt.claim.sub', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
            )::uuid
        $f$;
        alter function auth.uid() owner to thin_owner;
        grant execute on function auth.uid() to public;
        comment on function auth.uid() is 'The id of the user whose token the request carries, else null.';
    end if;

    if to_regprocedure('auth.role()') is null then
        create function auth.role() returns text language sql stable parallel safe as $f$
            select coalesce(
                nullif(current_setting('request.jwt.claim.role', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
            )
        $f$;
        alter function auth.role() owner to thin_owner;
        grant execute on function auth.role() to public;
        comment on function auth.role() is 'The role that the request''s token names, else null.';
    end if;

    if to_regprocedure('auth.email()') is null then
        create function auth.email() returns text language sql stable parallel safe as $f$
            select coalesce(
                nullif(current_setting('request.jwt.claim.email', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
            )
        $f$;
        alter function auth.email() owner to thin_owner;
        grant execute on function auth.email() to public;
        comment on function auth.email() is 'The address that the request''s token carries, else null.';
    end if;

    if to_regprocedure('auth.jwt()') is null then
        create function auth.jwt() returns jsonb language sql stable parallel safe as $f$
            select coalesce(
                nullif(current_setting('request.jwt.claim', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')
            )::jsonb
        $f$;
        alter function auth.jwt() owner to thin_owner;
        grant execute on function auth.jwt() to public;
        comment on function auth.jwt() is 'All claims of the request''s token, else null.';
    end if;
end
$$;
