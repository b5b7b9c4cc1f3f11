-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.stop_top_up()
returns api.top_up_settings
language sql
volatile
security definer
begin atomic
    select
        s.user_id, s.pack, s.threshold, s.ceiling, s.is_enabled, s.consented_at, s.declines,
        nullif(s.next_attempt_at, '-infinity')
    from billing.stop_top_up(p_user_id => auth.uid()) s;
end;

grant execute on function api.stop_top_up() to authenticated;
comment on function api.stop_top_up() is
    'Has nothing more bought for the user who asks by itself. Raises TH404.';
