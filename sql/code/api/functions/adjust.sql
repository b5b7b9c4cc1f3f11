create or replace function api.adjust(
    user_id uuid,
    amount numeric,
    reason text,
    idempotency_key text default null
)
returns credits.account_balance
language sql
volatile
security invoker
begin atomic
    select credits.adjust(
        p_user_id => adjust.user_id,
        p_amount => adjust.amount,
        p_reason => adjust.reason,
        p_idempotency_key => adjust.idempotency_key
    );
end;

grant execute on function api.adjust(uuid, numeric, text, text) to service_role;
comment on function api.adjust(uuid, numeric, text, text) is
    'See credits.adjust. Raises TH001, TH404, TH409.';
