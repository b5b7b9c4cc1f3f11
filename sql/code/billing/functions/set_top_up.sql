-- Definer because callers have no right on the tables.
create or replace function billing.set_top_up(
    p_user_id uuid,
    p_pack text,
    p_threshold numeric,
    p_ceiling bigint,
    p_consents boolean
)
returns billing.top_up_settings
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pack billing.packs;
    v_threshold credits.amount;
    v_settings billing.top_up_settings;
begin
    begin
        v_threshold := trim_scale(p_threshold);
    exception
        when check_violation then
            v_threshold := null;
    end;
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif v_threshold is null then
        perform ops.fail('TH001', 'threshold', 'threshold is above 0 with at most 4 decimals');
    elsif p_consents is not true then
        perform ops.fail('TH001', 'consents', 'the user agrees to be charged while away');
    end if;
    select p.* into v_pack from billing.packs p where p.id = p_pack and p.is_sold;
    if not found then
        perform ops.fail('TH404', 'pack');
    elsif not coalesce(p_ceiling between v_pack.unit_amount and 1000000000000, false) then
        perform ops.fail('TH001', 'ceiling', 'ceiling is at least what the pack costs');
    end if;

    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    elsif not exists (
        select from billing.customers c where c.user_id = p_user_id and c.payment_method_id is not null
    ) then
        perform ops.fail('TH418', 'payment_method', 'buy a pack with saves_payment_method first');
    end if;

    insert into billing.top_up_settings as s (user_id, pack, threshold, ceiling, consented_at)
    values (p_user_id, v_pack.id, v_threshold, p_ceiling, clock_timestamp())
    on conflict (user_id) do update
    set
        pack = excluded.pack,
        threshold = excluded.threshold,
        ceiling = excluded.ceiling,
        is_enabled = true,
        consented_at = excluded.consented_at,
        declines = 0,
        next_attempt_at = '-infinity'
    returning s.* into v_settings;
    return v_settings;
end
$$;

grant execute on function billing.set_top_up(uuid, text, numeric, bigint, boolean) to service_role;
comment on function billing.set_top_up(uuid, text, numeric, bigint, boolean) is
    'Has a pack bought for a user, who agrees to it, whenever the balance falls below p_threshold credits, for at most p_ceiling in a month. Raises TH001 with the field, TH404 (account, pack), TH418 for a user who saved nothing to pay with.';
