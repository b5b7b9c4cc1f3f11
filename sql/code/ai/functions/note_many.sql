-- What nobody can read is passed over, as what somebody is just settling: the next note is 2
-- seconds away. It locks no account, and waits for nobody.
-- Definer because the login has no right on the tables.
create or replace function ai.note_many(p_items jsonb)
returns setof ai.superseded
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    c_uuid constant text := '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
    v_note record;
    v_superseded ai.superseded;
begin
    if p_items is null or jsonb_typeof(p_items) <> 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) > 10000 then
        perform ops.fail('TH001', 'items', 'items are at most 10000');
    end if;

    with notes as materialized (
        select
            (i.item ->> 'user_id')::uuid as user_id,
            (i.item ->> 'call_id')::uuid as call_id,
            ai.read_count(i.item -> 'attempt') as attempt,
            ai.read_usage(i.item -> 'usage') as usage,
            ai.read_count(i.item -> 'output_bytes') as output_bytes,
            coalesce(i.item -> 'has_output' = 'true', false) as has_output
        from jsonb_array_elements(p_items) i (item)
        where
            case
                when jsonb_typeof(i.item) = 'object'
                then i.item ->> 'user_id' ~ c_uuid and i.item ->> 'call_id' ~ c_uuid
            end
    ),
    free as materialized (
        select c.user_id, c.id
        from notes n
        join ai.calls c on c.user_id = n.user_id and c.id = n.call_id
        where c.settled_at is null and c.attempt = n.attempt
        for no key update of c skip locked
    )
    update ai.calls c
    set
        noted_at = clock_timestamp(),
        has_output = c.has_output or n.has_output,
        output_bytes = greatest(c.output_bytes, n.output_bytes),
        input_tokens = coalesce(ai.in_bounds((n.usage).input), c.input_tokens),
        cached_input_tokens
            = coalesce(ai.in_bounds((n.usage).cached_input), c.cached_input_tokens),
        cache_write_5m_tokens
            = coalesce(ai.in_bounds((n.usage).cache_write_5m), c.cache_write_5m_tokens),
        cache_write_1h_tokens
            = coalesce(ai.in_bounds((n.usage).cache_write_1h), c.cache_write_1h_tokens),
        output_tokens = coalesce(ai.in_bounds((n.usage).output), c.output_tokens),
        reasoning_tokens = coalesce(ai.in_bounds((n.usage).reasoning), c.reasoning_tokens)
    from notes n
    join free f on f.user_id = n.user_id and f.id = n.call_id
    where c.user_id = f.user_id and c.id = f.id and c.attempt = n.attempt;

    -- Of tries that a later one has followed, which is rare.
    for v_note in
        select
            n.user_id, n.call_id, n.attempt::integer as attempt,
            ai.read_usage(n.item -> 'usage') as usage,
            ai.read_count(n.item -> 'output_bytes') as output_bytes,
            coalesce(n.item -> 'has_output' = 'true', false) as has_output
        from (
            select
                i.item,
                (i.item ->> 'user_id')::uuid as user_id,
                (i.item ->> 'call_id')::uuid as call_id,
                ai.read_count(i.item -> 'attempt') as attempt
            from jsonb_array_elements(p_items) i (item)
            where
                case
                    when jsonb_typeof(i.item) = 'object'
                    then i.item ->> 'user_id' ~ c_uuid and i.item ->> 'call_id' ~ c_uuid
                end
        ) n
        join ai.calls c on c.user_id = n.user_id and c.id = n.call_id
        where n.attempt between 1 and c.attempt - 1
    loop
        v_superseded := row(v_note.call_id, v_note.attempt);
        return next v_superseded;
        continue when not v_note.has_output and v_note.usage is null;

        perform
        from ai.calls c
        where c.user_id = v_note.user_id and c.id = v_note.call_id and c.settled_at is null
        for no key update skip locked;
        continue when not found;
        update ai.calls c
        set
            earlier[v_note.attempt] = (
                ai.count_tokens(
                    v_note.usage, false, v_note.output_bytes, c.input_max, c.output_max
                )
            ).usage
        where c.user_id = v_note.user_id and c.id = v_note.call_id;
    end loop;
end
$$;

grant execute on function ai.note_many(jsonb) to authenticator;
comment on function ai.note_many(jsonb) is
    'Notes of up to 10,000 running calls that they run, and what they have used so far. Answers the tries among them that their client has left for a later one, which may be stopped. Raises TH001 when there are no items.';
