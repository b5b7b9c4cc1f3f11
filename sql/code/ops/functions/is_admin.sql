-- What a token says of its bearer in app_metadata no user can write.
create or replace function ops.is_admin()
returns boolean
language sql
stable
security invoker
begin atomic
    select
        coalesce(current_setting('role') = 'service_role', false)
        or coalesce(
            current_setting('role') = 'authenticated'
            and auth.jwt() -> 'app_metadata' ->> 'role' = 'admin',
            false
        );
end;

comment on function ops.is_admin() is 'Whether the request is of an admin, or of a trusted server.';
