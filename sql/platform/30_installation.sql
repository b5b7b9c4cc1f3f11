-- What the owner needs in this database, and what nobody else should have. Each holds for one database
-- and is not copied with a template.
do $$
begin
    execute format('grant connect, create on database %I to thin_owner', current_database());
    execute format('grant connect on database %I to authenticator', current_database());
    -- With the right to create temporary objects a caller can plant types that a definer function
    -- would look up.
    execute format('revoke temporary on database %I from public', current_database());
end
$$;

-- The global form: the per-schema one can't take away what PUBLIC is granted by default.
alter default privileges for role thin_owner revoke execute on functions from public;

-- A new user opens a credit account by a trigger on auth.users, which the owner puts there.
grant usage on schema auth to thin_owner;
grant select, trigger on auth.users to thin_owner;

-- Supabase secures auth.users and grants no row of it. The owner opens accounts for whoever is there
-- already, and looks up addresses and plans.
do $$
begin
    if
        (
            select c.relrowsecurity and c.relowner <> 'thin_owner'::regrole
            from pg_class c
            where c.oid = 'auth.users'::regclass
        )
        and not exists (
            select from pg_policy p
            where
                p.polrelid = 'auth.users'::regclass
                and p.polname = 'The owner of Thin reads users'
        )
    then
        create policy "The owner of Thin reads users" on auth.users
            for select to thin_owner using (true);
    end if;
exception
    when insufficient_privilege then
        raise warning using
            message = 'rows of auth.users can not be read',
            hint = 'as the owner of auth.users: create policy "The owner of Thin reads users" on auth.users for select to thin_owner using (true)';
end
$$;
