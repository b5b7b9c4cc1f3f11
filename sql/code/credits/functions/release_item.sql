create or replace function credits.release_item(p_ordinality integer, p_request credits.release_request)
returns credits.reservation_answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_answer credits.reservation_answer;
    v_code text;
    v_detail text;
    v_hint text;
begin
    v_answer.ordinality := p_ordinality;
    v_answer.reservation := credits.release(
        p_request.user_id, p_request.reservation_id, p_request.reason
    );
    return v_answer;
exception
    when sqlstate 'TH001' or sqlstate 'TH404' or sqlstate 'TH410' or sqlstate 'TH411' or sqlstate 'TH510'
        or integrity_constraint_violation
    then
        get stacked diagnostics
            v_code = returned_sqlstate, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
        return credits.refused_item(p_ordinality, v_code, v_detail, v_hint);
end
$$;

comment on function credits.release_item(integer, credits.release_request) is
    'Releases one item of a batch by itself and answers with what credits.release returns or raises.';
