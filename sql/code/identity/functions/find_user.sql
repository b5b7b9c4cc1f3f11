create or replace function identity.find_user(p_email text)
returns uuid
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select u.id
        from auth.users u
        where u.email = lower(p_email) and not u.is_sso_user and u.deleted_at is null
    );
end
$$;

comment on function identity.find_user(text) is 'Who has an address; null when nobody has.';
