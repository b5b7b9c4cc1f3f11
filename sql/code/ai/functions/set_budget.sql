-- An operator's budget and one that a user set beside it are two rows, each of which counts; so a
-- user can neither raise nor lift an operator's.
-- Race: the account's lock keeps a call from being admitted by the old amount once this has
-- answered, and a user's budgets from passing the most there may be.
-- Definer because callers have no right on the tables.
create or replace function ai.set_budget(
    p_period text,
    p_amount numeric,
    p_user_id uuid default null,
    p_api_key_id uuid default null,
    p_provider text default null,
    p_model text default null,
    p_is_own boolean default false
)
returns ai.budgets
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_own_max constant integer := 100;
    v_budget ai.budgets;
begin
    -- NaN sorts above every number, so the upper bound refuses it.
    if not coalesce(p_period in ('day', 'month'), false) then
        perform ops.fail('TH001', 'period', 'period is day or month');
    elsif not coalesce(
        p_amount >= 0 and p_amount <= 1000000000000 and min_scale(p_amount) <= 4, false
    ) then
        perform ops.fail(
            'TH001', 'amount', 'amount is from 0 to 1 trillion with at most 4 decimals'
        );
    elsif p_api_key_id is not null and p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif p_provider not in ('openai', 'anthropic', 'google') then
        perform ops.fail('TH001', 'provider', 'provider is known');
    elsif p_model is not null and p_provider is null then
        perform ops.fail_argument('provider', null);
    elsif p_model is not null and not exists (
        select from ai.models m where m.provider = p_provider and m.model = p_model
    ) then
        perform ops.fail('TH404', 'model');
    end if;

    if p_user_id is not null then
        perform from credits.accounts a where a.user_id = p_user_id for no key update;
        if not found then
            perform ops.fail('TH404', 'account');
        elsif p_api_key_id is not null and not exists (
            select from identity.api_keys k
            where k.id = p_api_key_id and k.user_id = p_user_id and k.revoked_at is null
        ) then
            perform ops.fail('TH404', 'api_key');
        elsif
            p_is_own
            and c_own_max <= (
                select count(*) from ai.budgets b where b.user_id = p_user_id and b.is_own
            )
            and not exists (
                select from ai.budgets b
                where
                    b.user_id = p_user_id and b.is_own and b.period = p_period
                    and b.api_key_id is not distinct from p_api_key_id
                    and b.provider is not distinct from p_provider
                    and b.model is not distinct from p_model
            )
        then
            perform ops.fail(
                'TH403', 'budgets', format('at most %s budgets of one''s own', c_own_max)
            );
        end if;
    end if;

    insert into ai.budgets as b (user_id, api_key_id, provider, model, period, amount, is_own)
    values (
        p_user_id, p_api_key_id, p_provider, p_model, p_period, trim_scale(p_amount),
        coalesce(p_is_own, false)
    )
    on conflict on constraint budgets_once_for_the_same_key do update set amount = excluded.amount
    returning b.* into v_budget;
    return v_budget;
end
$$;

grant execute on function
    ai.set_budget(text, numeric, uuid, uuid, text, text, boolean) to service_role;
comment on function ai.set_budget(text, numeric, uuid, uuid, text, text, boolean) is
    'Sets how many credits may be spent on model calls in a day or month of UTC: by a user (null: by each), through a key, on a provider or a model (null: all). Raises TH001 with the field, TH403 for a user''s 101st, TH404 (account, api_key, model).';
