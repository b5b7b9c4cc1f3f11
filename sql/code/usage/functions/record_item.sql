create or replace function usage.record_item(p_ordinality integer, p_item jsonb)
returns usage.record_outcome
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_outcome usage.record_outcome;
    v_request usage.record_request;
    v_read record;
begin
    v_outcome.ordinality := p_ordinality;
    select r.request, r.field into v_read
    from credits.read_item(
        (
            '00000000-0000-0000-0000-000000000000', null, null, null, null, null, '{}'
        )::usage.record_request,
        '{"user_id": null}' || case jsonb_typeof(p_item) when 'object' then p_item else '{}' end
    ) r;
    if v_read.field is not null then
        v_outcome.error_code := 'TH001';
        v_outcome.error_detail := v_read.field;
        return v_outcome;
    end if;

    v_request := v_read.request;
    select e.event_id into strict v_outcome.event_id
    from usage.record(
        v_request.user_id, v_request.meter, v_request.quantity, v_request.event_id, v_request.at,
        v_request.job_id, v_request.metadata
    ) e;
    return v_outcome;
exception
    when sqlstate 'TH001' or sqlstate 'TH402' or sqlstate 'TH404' or sqlstate 'TH409' or sqlstate 'TH451' then
        get stacked diagnostics
            v_outcome.error_code = returned_sqlstate,
            v_outcome.error_detail = pg_exception_detail;
        v_outcome.error_detail := nullif(v_outcome.error_detail, '');
        return v_outcome;
end
$$;

comment on function usage.record_item(integer, jsonb) is
    'Records one item of a batch by itself and answers with what usage.record returns or raises.';
