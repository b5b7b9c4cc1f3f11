-- A digest of all rows that have a user's id, in whatever table.
create function tests.rows_of(p_user_id uuid) returns text language plpgsql stable as $$
declare
    v_relation regclass;
    v_rows text;
    v_digests text := '';
begin
    for v_relation in
        select c.oid::regclass
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
        where c.relnamespace in (select tests.ours()) and c.relkind in ('r', 'p') and not c.relispartition
        order by c.oid::regclass::text
    loop
        execute format('select string_agg(r::text, '','' order by r::text) from %s r where user_id::text = $1::text', v_relation)
        into v_rows using p_user_id;
        v_digests := v_digests || md5(concat_ws(' ', v_relation, v_rows));
    end loop;
    return md5(v_digests);
end
$$;
