-- Definer because admins have no right on the tables.
create or replace function api.admin_user(user_id uuid)
returns ops.user_report
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_report ops.user_report;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;

    select
        a.user_id,
        (select u.email from auth.users u where u.id = a.user_id and u.deleted_at is null),
        billing.plan_of(a.user_id),
        b.available,
        b.held,
        b.debt,
        a.created_at,
        (select u.last_sign_in_at from auth.users u where u.id = a.user_id and u.deleted_at is null),
        (
            select to_jsonb(s) - 'user_id'
            from api.subscriptions s
            where s.user_id = a.user_id and s.ended_at is null
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(g) - 'user_id' order by g.created_at desc, g.id), '[]')
            from (
                select g.*
                from api.credit_grants g
                where g.user_id = a.user_id
                order by g.created_at desc, g.id
                limit 100
            ) g
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(r) order by r.created_at desc, r.id), '[]')
            from (
                select
                    r.id, r.job_type, r.job_id, r.description, r.amount, r.charged, r.status,
                    r.created_at, r.settled_at
                from credits.all_reservations r
                where r.user_id = a.user_id
                order by r.created_at desc, r.id
                limit 100
            ) r
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(l) - 'user_id' order by l.sequence desc), '[]')
            from (
                select l.*
                from credits.all_entries l
                where l.user_id = a.user_id
                order by l.sequence desc
                limit 100
            ) l
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(p) - 'user_id' order by p.paid_at desc, p.id), '[]')
            from (
                select p.*
                from api.purchases p
                where p.user_id = a.user_id
                order by p.paid_at desc, p.id
                limit 100
            ) p
        )
    into v_report
    from credits.accounts a
    cross join lateral credits.current_balance(a.user_id) b
    where a.user_id = admin_user.user_id;
    if not found then
        perform ops.fail('TH404', 'user');
    end if;
    return v_report;
end
$$;

grant execute on function api.admin_user(uuid) to authenticated, service_role;
comment on function api.admin_user(uuid) is
    'What a user has, held, spent and paid. For admins and trusted servers. Raises TH403, TH404.';
