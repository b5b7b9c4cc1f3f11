create or replace function identity.is_assignable(p_role text)
returns boolean
language sql
stable
security invoker
begin atomic
    select exists (
        select from pg_roles r
        where
            r.rolname = p_role and r.rolname not in ('authenticator', 'thin_auth')
            and pg_has_role('authenticator', r.oid, 'member')
    );
end;

comment on function identity.is_assignable(text) is
    'Whether a user''s token may name this role: one that the service''s login can become.';
