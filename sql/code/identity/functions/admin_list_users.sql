-- GET /admin/users
-- Definer because callers have no right on the tables.
create or replace function identity.admin_list_users(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
-- All endpoints are called alike. @plpgsql_check_options: extra_warnings = off
declare
    c_per_page_max constant integer := 1000;
    v_refusal identity.answer := identity.admin_refusal(p_context);
    v_query jsonb := coalesce(identity.object_of(p_context, 'query'), '{}');
    v_page text := coalesce(identity.text_of(v_query, 'page'), '1');
    v_per_page text := coalesce(identity.text_of(v_query, 'per_page'), '50');
    v_filter text := lower(identity.text_of(v_query, 'filter'));
    v_total bigint;
    v_last_page bigint;
    v_users jsonb;
begin
    if v_refusal.status is not null then
        return v_refusal;
    elsif v_page !~ '^\d{1,9}$' or v_per_page !~ '^\d{1,9}$' or v_per_page::integer = 0 then
        return identity.refuse(
            400, 'validation_failed',
            'Bad Pagination Parameters: page and per_page are whole numbers above 0'
        );
    end if;
    v_page := greatest(v_page::integer, 1);
    v_per_page := least(v_per_page::integer, c_per_page_max);

    select count(*) into v_total
    from auth.users u
    where v_filter is null or strpos(lower(concat_ws(' ', u.email, u.phone)), v_filter) > 0;
    v_last_page := ceil(v_total / v_per_page::numeric);
    select coalesce(jsonb_agg(identity.user_json(p.id) order by p.created_at desc, p.id), '[]')
    into v_users
    from (
        select u.id, u.created_at
        from auth.users u
        where v_filter is null or strpos(lower(concat_ws(' ', u.email, u.phone)), v_filter) > 0
        order by u.created_at desc, u.id
        limit v_per_page::integer
        offset (v_page::bigint - 1) * v_per_page::bigint
    ) p;

    return identity.reply(
        200,
        jsonb_build_object('users', v_users, 'aud', 'authenticated'),
        null,
        jsonb_build_object(
            'x-total-count', v_total::text,
            'link',
            case
                when v_last_page > v_page::bigint then format(
                    '</admin/users?page=%s&per_page=%s>; rel="next", ', v_page::bigint + 1, v_per_page
                )
                else ''
            end
            || format('</admin/users?page=%s&per_page=%s>; rel="last"', v_last_page, v_per_page)
        )
    );
end
$$;

grant execute on function identity.admin_list_users(jsonb, jsonb) to thin_auth;
comment on function identity.admin_list_users(jsonb, jsonb) is
    'GET /admin/users?page=&per_page=&filter=: 200 with users, newest first, 50 a page or up to 1000, and the headers x-total-count and link. The filter is a part of an address or phone number. Refuses as identity.admin_refusal, and 400 validation_failed.';
