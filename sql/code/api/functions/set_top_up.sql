-- Definer because it is for the user who asks alone: nobody agrees for another.
create or replace function api.set_top_up(
    pack text,
    threshold numeric,
    ceiling bigint,
    consents boolean default false
)
returns api.top_up_settings
language sql
volatile
security definer
begin atomic
    select
        s.user_id, s.pack, s.threshold, s.ceiling, s.is_enabled, s.consented_at, s.declines,
        nullif(s.next_attempt_at, '-infinity')
    from billing.set_top_up(
        p_user_id => auth.uid(),
        p_pack => set_top_up.pack,
        p_threshold => set_top_up.threshold,
        p_ceiling => set_top_up.ceiling,
        p_consents => set_top_up.consents
    ) s;
end;

grant execute on function api.set_top_up(text, numeric, bigint, boolean) to authenticated;
comment on function api.set_top_up(text, numeric, bigint, boolean) is
    'Has a pack bought for the user who asks whenever the balance falls below a threshold. See billing.set_top_up. Raises TH001, TH404, TH418.';
