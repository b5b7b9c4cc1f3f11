-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.withdraw_share(id uuid)
returns void
language sql
volatile
security definer
begin atomic
    select chat.withdraw_share(p_user_id => auth.uid(), p_id => withdraw_share.id);
end;

grant execute on function api.withdraw_share(uuid) to authenticated;
comment on function api.withdraw_share(uuid) is
    'Ends a share link of the user who asks at once and for good. Raises TH404.';
