create or replace function billing.erase_user(p_user_id uuid)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_nowhere constant text := 'https://erased.invalid/';
    v_total integer := 0;
    v_count integer;
begin
    update billing.checkouts c
    set
        success_url = c_nowhere,
        cancel_url = c_nowhere,
        url = null,
        idempotency_key = null,
        fingerprint = sha256(uuid_send(c.id))
    where
        c.user_id = p_user_id
        and (c.success_url <> c_nowhere or num_nonnulls(c.url, c.idempotency_key) > 0);
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    -- Its number stays: by it late payments are told from other people's.
    update billing.customers c
    set payment_method_id = null, payment_method_at = null
    where c.user_id = p_user_id and c.payment_method_id is not null;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    delete from billing.top_up_settings s where s.user_id = p_user_id;
    get diagnostics v_count = row_count;
    return v_total + v_count;
end
$$;

comment on function billing.erase_user(uuid) is
    'Takes away of what a deleted account has bought all but what was sold, when, and for how much. Answers how many rows.';
