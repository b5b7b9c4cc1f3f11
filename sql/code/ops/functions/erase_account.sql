-- The one way in which an account is deleted, whoever asks for it. What a user sees is gone when it returns; what was
-- under way at this moment, and what no index finds, is the job's (ops.erase_due).
-- Race: two that delete one account queue on its row of ops.erasures, and the second finds it done. Locks:
-- subscription, then account, then sessions, as everybody does.
create or replace function ops.erase_account(p_user_id uuid, p_reason text, p_requested_by uuid)
returns ops.erasures
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request ops.erasure_request;
    v_field text;
    v_rule text;
    v_erasure ops.erasures;
begin
    begin
        v_request := row(p_user_id, p_reason);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
            return null;
    end;
    if v_request.reason is null then
        perform ops.fail_argument('reason', null);
    elsif not exists (select from credits.accounts a where a.user_id = p_user_id) then
        perform ops.fail('TH404', 'user');
    end if;

    insert into ops.erasures (user_id, reason, requested_by, requested_as)
    values (
        p_user_id, v_request.reason, p_requested_by,
        coalesce(nullif(current_setting('role'), 'none'), session_user)
    )
    on conflict (user_id) do nothing
    returning * into v_erasure;
    if not found then
        select e.* into strict v_erasure from ops.erasures e where e.user_id = p_user_id;
        return v_erasure;
    end if;

    perform billing.part_with(p_user_id);
    -- Whoever is writing a row of this account has been waited for; whoever comes later is found by the job.
    perform from credits.accounts a where a.user_id = p_user_id for update;
    perform ops.erase_user(p_user_id);
    select e.* into strict v_erasure from ops.erasures e where e.user_id = p_user_id;
    return v_erasure;
end
$$;

comment on function ops.erase_account(uuid, text, uuid) is
    'Deletes an account: ends sessions, keys, chats and subscriptions, and takes away what is known of the user but for what its ledger needs. Once: a repeat answers the same. Raises TH001 with the field, TH404.';
