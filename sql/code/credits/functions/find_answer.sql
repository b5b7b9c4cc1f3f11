-- Called with the account or the reservation locked, so that a concurrent call with the same key has
-- either committed its answer or not begun. Volatile, so that it sees what was committed while its
-- caller waited for that lock.
create or replace function credits.find_answer(
    p_user_id uuid,
    p_operation text,
    p_idempotency_key credits.idempotency_key,
    p_fingerprint bytea
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request credits.idempotency_keys;
begin
    select k.* into v_request
    from credits.idempotency_keys k
    where k.user_id = p_user_id and k.operation = p_operation and k.key = p_idempotency_key;

    if found and v_request.fingerprint <> p_fingerprint then
        perform ops.fail('TH409');
    end if;
    return v_request.answer;
end
$$;

comment on function credits.find_answer(uuid, text, credits.idempotency_key, bytea) is
    'The first answer to a keyed request, else null. Raises TH409 when the key was used with another request.';
