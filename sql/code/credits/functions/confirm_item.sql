create or replace function credits.confirm_item(p_ordinality integer, p_request credits.confirm_request)
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
    v_answer.reservation := credits.confirm(
        p_request.user_id, p_request.reservation_id, p_request.amount, p_request.overage,
        p_request.idempotency_key
    );
    return v_answer;
exception
    when sqlstate 'TH001' or sqlstate 'TH402' or sqlstate 'TH404' or sqlstate 'TH409'
        or sqlstate 'TH410' or sqlstate 'TH411'
    then
        get stacked diagnostics
            v_answer.error_code = returned_sqlstate,
            v_answer.error_detail = pg_exception_detail,
            v_answer.error_hint = pg_exception_hint;
        v_answer.error_detail := nullif(v_answer.error_detail, '');
        v_answer.error_hint := nullif(v_answer.error_hint, '');
        return v_answer;
end
$$;

comment on function credits.confirm_item(integer, credits.confirm_request) is
    'Confirms one item of a batch by itself and answers with what credits.confirm returns or raises.';
