-- Whoever is refused before the count isn't counted; who is refused after it is.
create or replace function ai.admit_item(
    p_ordinality integer,
    p_item jsonb,
    p_claims jsonb,
    p_settings ai.settings
)
returns ai.decision
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid;
    v_api_key_id uuid;
    v_turn ops.turn;
    v_reading ai.reading;
    v_decision ai.decision;
    v_code text;
    v_details text;
    v_hint text;
begin
    if jsonb_typeof(p_item) is distinct from 'object' then
        v_decision.admission := ai.refuse(p_ordinality, 'TH001', 'item', 'an item is an object');
        return v_decision;
    elsif p_claims is null then
        v_decision.admission := ai.refuse(
            p_ordinality, case when p_item ? 'key' then 'TH408' else 'TH403' end
        );
        return v_decision;
    elsif
        p_claims ->> 'role' is distinct from 'authenticated'
        or (p_claims ->> 'sub' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') is not true
    then
        v_decision.admission := ai.refuse(p_ordinality, 'TH403', 'role');
        return v_decision;
    end if;
    v_user_id := (p_claims ->> 'sub')::uuid;
    if p_claims ->> 'api_key_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then
        v_api_key_id := (p_claims ->> 'api_key_id')::uuid;
    end if;

    begin
        if p_claims ? 'session_id' then
            perform identity.check_session();
        end if;
        if p_claims ? 'api_key_id' and not identity.allows(p_claims, '{ai.admit}') then
            v_decision.admission := ai.refuse(
                p_ordinality, 'TH403', 'scope', 'the key lacks: ai:call'
            );
            return v_decision;
        elsif not p_settings.is_enabled then
            v_decision.admission := ai.refuse(p_ordinality, 'TH503', 'ai');
            return v_decision;
        end if;
        v_turn := ops.count_turn('{route POST /ai}', p_claims, p_item ->> 'address');
    exception
        when sqlstate 'TH401' or sqlstate 'TH403' or sqlstate 'TH429' then
            get stacked diagnostics
                v_code = returned_sqlstate,
                v_details = pg_exception_detail,
                v_hint = pg_exception_hint;
            v_decision.admission := ai.refuse(p_ordinality, v_code, nullif(v_details, ''));
            if v_code = 'TH429' then
                v_decision.admission.rate_policy := v_hint;
            else
                v_decision.admission.hint := nullif(v_hint, '');
            end if;
            return v_decision;
    end;

    v_reading := ai.read_request(p_item);
    if v_reading.field is not null then
        v_decision.admission := ai.refuse(p_ordinality, 'TH001', v_reading.field, v_reading.rule);
    else
        v_decision := ai.draft_call(
            p_ordinality, v_reading.request, v_user_id, v_api_key_id, p_settings
        );
    end if;
    v_decision.admission.ordinality := p_ordinality;
    v_decision.admission.rate_policy := v_turn.policy;
    v_decision.admission.rate_state := v_turn.state;
    v_decision.admission.user_id := v_user_id;
    if p_item ? 'key' then
        v_decision.admission.claims := p_claims;
    end if;
    return v_decision;
end
$$;

comment on function ai.admit_item(integer, jsonb, jsonb, ai.settings) is
    'Decides on one item of ai.admit_many on behalf of p_claims, null for a key that isn''t valid, save for budgets and credits: the answer, which is a refusal or to be completed, and the call that it would be.';
