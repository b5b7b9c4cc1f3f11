-- What Supabase brings and plain PostgreSQL lacks: the request roles, and the owner of what is
-- installed. Run by an administrator, before the migrations. A role that exists is left as it is.
-- Race: roles belong to the cluster, so installations into two databases may create one at the same
-- time; the loser's "already exists" is what it wanted.
do $$
declare
    v_role record;
begin
    for v_role in
        select roles.name, roles.attributes
        from (values
            ('anon', 'nologin noinherit'),
            ('authenticated', 'nologin noinherit'),
            ('service_role', 'nologin noinherit bypassrls'),
            ('authenticator', 'login noinherit'),
            ('thin_auth', 'nologin noinherit'),
            ('thin_owner', 'nologin noinherit')
        ) as roles (name, attributes)
        where to_regrole(roles.name) is null
    loop
        begin
            execute format('create role %I %s', v_role.name, v_role.attributes);
        exception
            when duplicate_object or unique_violation then
                null;
        end;
    end loop;
end
$$;

-- Who may become whom: the service's login becomes the role that a token names, the installing
-- administrator becomes the owner.
do $$
declare
    v_membership record;
begin
    for v_membership in
        select memberships.role, memberships.member
        from (values
            ('anon', 'authenticator'),
            ('authenticated', 'authenticator'),
            ('service_role', 'authenticator'),
            ('thin_owner', current_user)
        ) as memberships (role, member)
        where not pg_has_role(memberships.member, memberships.role, 'member')
    loop
        begin
            execute format('grant %I to %I', v_membership.role, v_membership.member);
        exception
            when unique_violation then
                null;
        end;
    end loop;
end
$$;
