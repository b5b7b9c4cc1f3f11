-- By words, along an index that holds the user too; then, where these are few, by any part of a
-- text, for languages that don't part words.
create or replace function chat.search(p_user_id uuid, p_query text)
returns setof chat.hit
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_hits_max constant integer := 50;
    c_excerpt constant integer := 200;
    c_before constant integer := 60;
    v_request chat.request := chat.read_request(jsonb_build_object('query', p_query));
    v_part text := lower(btrim(v_request.query));
    v_words tsquery := websearch_to_tsquery('pg_catalog.simple', v_request.query);
    v_ids uuid[];
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    end if;
    v_ids := array(
        select m.id
        from chat.messages m
        where
            m.user_id = p_user_id and numnode(v_words) > 0
            and m.words @@ (v_words && format('''%s''', p_user_id)::tsquery)
        order by m.created_at desc
        limit c_hits_max
    );
    if cardinality(v_ids) < c_hits_max then
        v_ids := v_ids || array(
            select m.id
            from chat.messages m
            where
                m.user_id = p_user_id and m.id <> all(v_ids)
                and strpos(lower(m.content), v_part) > 0
            order by m.created_at desc
            limit c_hits_max - cardinality(v_ids)
        );
    end if;

    return query
    select h.session_id, h.title, h.message_id, h.role, h.excerpt, h.at
    from (
        select
            m.session_id, s.title::text, m.id as message_id, m.role,
            substr(
                m.content, greatest(strpos(lower(m.content), v_part) - c_before, 1), c_excerpt
            ) as excerpt,
            m.created_at as at
        from chat.messages m
        join chat.sessions s on s.user_id = m.user_id and s.id = m.session_id
        where m.user_id = p_user_id and m.id = any(v_ids)
        union all
        select s.id, s.title, null, null, null, s.updated_at
        from chat.sessions s
        where
            s.user_id = p_user_id
            and (
                strpos(lower(s.title), v_part) > 0
                or numnode(v_words) > 0 and to_tsvector('pg_catalog.simple', s.title) @@ v_words
            )
    ) h
    order by h.at desc, h.session_id, h.message_id
    limit c_hits_max;
end
$$;

comment on function chat.search(uuid, text) is
    'The 50 newest of a user''s messages and titles that have all words of p_query (quoted phrases, or and - as in search engines), or p_query as a part. Raises TH001 with the field.';
