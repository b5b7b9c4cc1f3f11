-- Turns are counted first, then accounts locked, each in the order of users, so that no two batches
-- wait for each other. Credits are held for all at once; where that fails one by one. Locks are taken
-- within the block that changes what is locked: to change a row that was locked before it began costs
-- a multixact. Plans are always the same, and cost more to make than to run.
-- Definer because the login has no right on the tables.
-- All is found by keys. Plans are kept by a connection for as long as it lives, and those that were made while tables
-- were small would read them whole for each call, until somebody analyses them.
create or replace function ai.admit_many(p_items jsonb)
returns setof ai.admission
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
    v_claims text := coalesce(current_setting('request.jwt.claims', true), '');
    v_request_id text := coalesce(current_setting('request.id', true), '');
    v_address text := coalesce(current_setting('request.address', true), '');
    v_settings ai.settings;
    v_entry record;
    v_decision ai.decision;
    v_admissions ai.admission[];
    v_drafts ai.draft[] := array[]::ai.draft[];
    v_apart ai.draft[] := array[]::ai.draft[];
    v_user_ids uuid[] := array[]::uuid[];
    v_has_budgets boolean := false;
    v_draft ai.draft;
    v_held ai.admission[] := array[]::ai.admission[];
    v_admission ai.admission;
begin
    if p_items is null or jsonb_typeof(p_items) <> 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) > 1000 then
        perform ops.fail('TH001', 'items', 'items are at most 1000');
    end if;
    select s.* into strict v_settings from ai.settings s;

    for v_entry in
        select e.ordinality, e.item, e.claims
        from (
            select
                i.ordinality::integer as ordinality,
                i.item,
                case
                    when jsonb_typeof(i.item) is distinct from 'object' then null
                    when i.item ? 'key' then (identity.use_api_key(i.item ->> 'key')).claims
                    when jsonb_typeof(i.item -> 'claims') = 'object' then i.item -> 'claims'
                end as claims
            from jsonb_array_elements(p_items) with ordinality as i (item, ordinality)
        ) e
        order by lower(e.claims ->> 'sub') collate "C", e.ordinality
    loop
        -- Whose request it is, for whatever asks: the session's check and the audit log.
        perform
            set_config('request.jwt.claims', coalesce(v_entry.claims::text, ''), true),
            set_config('request.id', coalesce(left(v_entry.item ->> 'request_id', 200), ''), true),
            set_config(
                'request.address', coalesce(left(v_entry.item ->> 'address', 100), ''), true
            );
        v_decision := ai.admit_item(
            v_entry.ordinality, v_entry.item, v_entry.claims, v_settings
        );
        v_admissions[v_entry.ordinality] := v_decision.admission;
        v_draft := v_decision.draft;
        if v_draft.ordinality is null then
            continue;
        end if;
        v_user_ids := v_user_ids || (v_draft.call).user_id;
        v_has_budgets := v_has_budgets or v_draft.has_budgets;
        if v_draft.is_retry or (v_draft.call).hold = 0 then
            v_apart := v_apart || v_draft;
        else
            v_drafts := v_drafts || v_draft;
        end if;
    end loop;
    perform
        set_config('request.jwt.claims', v_claims, true),
        set_config('request.id', v_request_id, true),
        set_config('request.address', v_address, true);

    if v_user_ids <> '{}' then
        begin
            -- Where they aren't needed before, credits.reserve_together locks the same in the same order.
            if v_has_budgets or v_apart <> '{}' then
                perform credits.lock_accounts(v_user_ids);
            end if;
            if v_drafts <> '{}' then
                v_held := ai.hold_together(v_drafts);
            end if;
        exception
            when sqlstate 'TH510' or integrity_constraint_violation then
                v_apart := v_drafts || v_apart;
                -- With the block its locks have gone.
                perform credits.lock_accounts(v_user_ids);
        end;
        foreach v_draft in array v_apart loop
            v_held := v_held || ai.hold_apart(v_draft);
        end loop;

        foreach v_admission in array v_held loop
            v_admission.rate_policy := (v_admissions[v_admission.ordinality]).rate_policy;
            v_admission.rate_state := (v_admissions[v_admission.ordinality]).rate_state;
            v_admission.user_id := (v_admissions[v_admission.ordinality]).user_id;
            v_admission.claims := (v_admissions[v_admission.ordinality]).claims;
            v_admissions[v_admission.ordinality] := v_admission;
        end loop;
    end if;
    return query select a.* from unnest(v_admissions) a;
end
$$;

grant execute on function ai.admit_many(jsonb) to authenticator;
comment on function ai.admit_many(jsonb) is
    'Admits up to 1000 calls of models, each by itself, and answers item by item: what is held and how to cap it, or the error that it is refused with (TH001 with the field, TH401, TH402, TH403, TH404, TH408, TH420, TH421, TH429, TH451, TH503, TH510). Raises TH001 when there are no items.';
