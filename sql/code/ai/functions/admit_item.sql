-- Whoever is refused before the count isn't counted; who is refused after it is.
create or replace function ai.admit_item(
    p_ordinality integer,
    p_item jsonb,
    p_claims jsonb,
    p_settings ai.settings,
    out admission ai.admission,
    out draft ai.draft
)
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid;
    v_api_key_id uuid;
    v_turn ops.turn;
    v_read record;
    v_drafted record;
    v_code text;
    v_details text;
    v_hint text;
begin
    if jsonb_typeof(p_item) is distinct from 'object' then
        admission := ai.refuse(p_ordinality, 'TH001', 'item', 'an item is an object');
        return;
    elsif p_claims is null then
        admission := ai.refuse(
            p_ordinality, case when p_item ? 'key' then 'TH408' else 'TH403' end
        );
        return;
    elsif
        p_claims ->> 'role' is distinct from 'authenticated'
        or (p_claims ->> 'sub' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') is not true
    then
        admission := ai.refuse(p_ordinality, 'TH403', 'role');
        return;
    end if;
    v_user_id := p_claims ->> 'sub';
    if p_claims ->> 'api_key_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then
        v_api_key_id := p_claims ->> 'api_key_id';
    end if;

    begin
        if p_claims ? 'session_id' then
            perform identity.check_session();
        end if;
        if p_claims ? 'api_key_id' and not identity.allows(p_claims, '{ai.admit}') then
            admission := ai.refuse(p_ordinality, 'TH403', 'scope', 'the key lacks: ai:call');
            return;
        elsif not p_settings.is_enabled then
            admission := ai.refuse(p_ordinality, 'TH503', 'ai');
            return;
        end if;
        v_turn := ops.count_turn('{route POST /ai}', p_claims, p_item ->> 'address');
    exception
        when sqlstate 'TH401' or sqlstate 'TH403' or sqlstate 'TH429' then
            get stacked diagnostics
                v_code = returned_sqlstate,
                v_details = pg_exception_detail,
                v_hint = pg_exception_hint;
            admission := ai.refuse(p_ordinality, v_code, nullif(v_details, ''));
            if v_code = 'TH429' then
                admission.rate_policy := v_hint;
            else
                admission.hint := nullif(v_hint, '');
            end if;
            return;
    end;

    v_read := ai.read_request(p_item);
    if v_read.field is not null then
        admission := ai.refuse(p_ordinality, 'TH001', v_read.field, v_read.rule);
    else
        v_drafted := ai.draft_call(
            p_ordinality, v_read.request, v_user_id, v_api_key_id, p_settings
        );
        admission := v_drafted.refusal;
        draft := v_drafted.draft;
    end if;
    admission.ordinality := p_ordinality;
    admission.rate_policy := v_turn.policy;
    admission.rate_state := v_turn.state;
    admission.user_id := v_user_id;
    if p_item ? 'key' then
        admission.claims := p_claims;
    end if;
end
$$;

comment on function ai.admit_item(integer, jsonb, jsonb, ai.settings) is
    'Decides on one item of ai.admit_many on behalf of p_claims, null for a key that isn''t valid, save for budgets and credits: the answer, which is a refusal or to be completed, and the call that it would be.';
