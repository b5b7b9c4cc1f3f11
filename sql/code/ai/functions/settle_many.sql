-- Accounts are locked in the order of users, so that no two batches wait for each other, and within
-- the block that changes them: to change a row that was locked before it began costs a multixact.
-- All is settled at once; where that fails one by one. Plans are always the same, and cost more to
-- make than to run.
-- Definer because the login has no right on the tables.
-- All is found by keys. Plans are kept by a connection for as long as it lives, and those that were made while tables
-- were small would read them whole for each call, until somebody analyses them.
create or replace function ai.settle_many(p_items jsonb)
returns setof ai.settlement
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    v_endings ai.ending[];
    v_ending ai.ending;
    v_apart ai.ending[];
    v_settlements ai.settlement[] := array[]::ai.settlement[];
    v_unread integer[];
    v_user_ids uuid[];
begin
    if p_items is null or jsonb_typeof(p_items) <> 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) > 1000 then
        perform ops.fail('TH001', 'items', 'items are at most 1000');
    end if;

    -- Several tries of a call come one by one, in their order.
    select
        array_agg(i.ending order by i.user_id, i.ordinality) filter (where i.times = 1),
        array_agg(i.ending order by i.user_id, i.attempt, i.ordinality) filter (where i.times > 1),
        array_agg(i.ordinality) filter (where i.user_id is null),
        array_agg(i.user_id) filter (where i.user_id is not null)
    into v_endings, v_apart, v_unread, v_user_ids
    from (
        select
            e as ending, o.ordinality::integer as ordinality, e.user_id, e.attempt,
            case
                when e.user_id is not null then count(*) over (partition by e.user_id, e.call_id)
            end as times
        from jsonb_array_elements(p_items) with ordinality as o (item, ordinality)
        cross join lateral ai.read_ending(o.ordinality::integer, o.item) e
    ) i;

    begin
        perform credits.lock_accounts(v_user_ids);
        if v_endings is not null then
            v_settlements := ai.settle_together(v_endings);
        end if;
    exception
        when sqlstate 'TH510' or integrity_constraint_violation then
            v_apart := v_endings || v_apart;
            -- With the block its locks have gone.
            perform credits.lock_accounts(v_user_ids);
    end;
    foreach v_ending in array coalesce(v_apart, '{}') loop
        v_settlements := v_settlements || ai.settle_apart(v_ending);
    end loop;

    return query
    select s.* from unnest(v_settlements) s
    union all
    select u, 'TH001', null, null, null, null from unnest(v_unread) u
    order by 1;
end
$$;

grant execute on function ai.settle_many(jsonb) to authenticator;
comment on function ai.settle_many(jsonb) is
    'Settles up to 1000 calls, or tries of calls, each by itself, and answers item by item what they cost, or an error''s code: TH001 for an item that can''t be read, TH404 for a call that isn''t there, TH510. Raises TH001 when there are no items.';
