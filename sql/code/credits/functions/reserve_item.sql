create or replace function credits.reserve_item(p_ordinality integer, p_request credits.reserve_request)
returns credits.reservation_answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_answer credits.reservation_answer;
begin
    v_answer.ordinality := p_ordinality;
    v_answer.reservation := credits.reserve(
        p_request.user_id, p_request.amount, p_request.job_type, p_request.job_id, p_request.ttl,
        p_request.idempotency_key, p_request.description, p_request.metadata, p_request.units
    );
    return v_answer;
exception
    when sqlstate 'TH001' or sqlstate 'TH402' or sqlstate 'TH404' or sqlstate 'TH409' then
        get stacked diagnostics
            v_answer.error_code = returned_sqlstate,
            v_answer.error_detail = pg_exception_detail,
            v_answer.error_hint = pg_exception_hint;
        v_answer.error_detail := nullif(v_answer.error_detail, '');
        v_answer.error_hint := nullif(v_answer.error_hint, '');
        return v_answer;
end
$$;

comment on function credits.reserve_item(integer, credits.reserve_request) is
    'Reserves for one item of a batch by itself and answers with what credits.reserve returns or raises.';
