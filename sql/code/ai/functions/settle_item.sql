create or replace function ai.settle_item(p_ordinality integer, p_item jsonb)
returns ai.settlement
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_uuid constant text := '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
    v_settlement ai.settlement;
begin
    v_settlement.ordinality := p_ordinality;
    if
        jsonb_typeof(p_item) is distinct from 'object'
        or (p_item ->> 'user_id' ~ c_uuid and p_item ->> 'call_id' ~ c_uuid) is not true
        or ai.read_count(p_item -> 'attempt') < 1
        or (
            p_item ->> 'outcome' in (
                'completed', 'client_gone', 'refused', 'unreachable', 'timed_out', 'cut',
                'garbled', 'stopped'
            )
        ) is not true
    then
        v_settlement.error_code := 'TH001';
        return v_settlement;
    end if;

    v_settlement := ai.settle_call(
        (p_item ->> 'user_id')::uuid, (p_item ->> 'call_id')::uuid,
        ai.read_count(p_item -> 'attempt')::integer, p_item
    );
    v_settlement.ordinality := p_ordinality;
    return v_settlement;
exception
    -- The account doesn't add up, which is its own problem and nobody else's.
    when sqlstate 'TH510' or integrity_constraint_violation then
        v_settlement.ordinality := p_ordinality;
        v_settlement.error_code := 'TH510';
        return v_settlement;
end
$$;

comment on function ai.settle_item(integer, jsonb) is
    'Settles one item of ai.settle_many by itself.';
