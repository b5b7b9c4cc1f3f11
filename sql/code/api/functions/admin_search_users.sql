-- Definer because admins have no right on the tables.
create or replace function api.admin_search_users(query text default null, page_size integer default 20)
returns setof ops.user_match
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_uuid constant text := '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
    v_query text := lower(left(btrim(admin_search_users.query), 320));
    v_user_id uuid := case when v_query ~ c_uuid then v_query::uuid end;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;

    return query
    select
        u.id, u.email::text, billing.plan_of(u.id)::text, b.available::numeric, b.held::numeric,
        b.debt::numeric, u.created_at, u.last_sign_in_at
    from (
        select u.*
        from auth.users u
        where
            u.deleted_at is null
            and (
                coalesce(v_query, '') = '' or u.id = v_user_id
                or strpos(lower(u.email), v_query) > 0
            )
        order by u.created_at desc, u.id
        limit least(greatest(coalesce(admin_search_users.page_size, 20), 1), 100)
    ) u
    left join credits.accounts a on a.user_id = u.id
    left join lateral credits.current_balance(a.user_id) b on true
    order by u.created_at desc, u.id;
end
$$;

grant execute on function api.admin_search_users(text, integer) to authenticated, service_role;
comment on function api.admin_search_users(text, integer) is
    'Users whose address has query in it, or whose id it is; the newest first, all without one. For admins and trusted servers. Raises TH403.';
