-- What is of a user in each table says the table ops.personal_data, whose conditions only its owner writes. Stable, so
-- that all of it is as it stood at one moment. json, since jsonb ends at 256 MB.
-- Where somebody else keeps users, theirs is the table's own policy to show.
create or replace function ops.export_user(p_user_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table ops.personal_data;
    v_rows json;
    v_relations text[] := array[]::text[];
    v_contents json[] := array[]::json[];
begin
    if not exists (select from credits.accounts a where a.user_id = p_user_id) then
        perform ops.fail('TH404', 'user');
    end if;

    for v_table in
        select d.*
        from ops.personal_data d
        where
            d.filter is not null and to_regclass(d.relation) is not null
            and (d.relation !~ '^auth\.' or identity.is_ours())
        order by d.relation
    loop
        execute format(
            'select json_agg(to_jsonb(t) - $2) from %s t where %s',
            to_regclass(v_table.relation), v_table.filter
        ) into v_rows using p_user_id, v_table.omitted;
        v_relations := v_relations || v_table.relation;
        v_contents := v_contents || coalesce(v_rows, '[]');
    end loop;

    return json_build_object(
        'user_id', p_user_id,
        'exported_at', statement_timestamp(),
        'data', (
            select json_object_agg(c.relation, c.content)
            from unnest(v_relations, v_contents) as c (relation, content)
        ),
        'withheld', (
            select json_object_agg(d.relation, d.withheld order by d.relation)
            from ops.personal_data d
            where d.withheld is not null and d.withheld <> 'nothing in it is of a user'
        )
    );
end
$$;

comment on function ops.export_user(uuid) is
    'All that is known of a user, table by table, as one document; and what isn''t in it, and why. Raises TH404.';
