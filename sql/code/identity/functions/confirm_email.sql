create or replace function identity.confirm_email(p_user_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update auth.users u
    set email_confirmed_at = clock_timestamp(), updated_at = clock_timestamp()
    where u.id = p_user_id and u.email_confirmed_at is null;
    if found then
        perform identity.add_identity(p_user_id);
    end if;
end
$$;

comment on function identity.confirm_email(uuid) is 'Marks a user''s address as theirs.';
