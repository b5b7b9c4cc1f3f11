-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.mark_read(ids uuid[] default null)
returns integer
language sql
volatile
security definer
begin atomic
    select usage.mark_read(p_user_id => auth.uid(), p_ids => mark_read.ids);
end;

grant execute on function api.mark_read(uuid[]) to authenticated;
comment on function api.mark_read(uuid[]) is
    'Marks alerts of the user who asks as read, all without ids; answers how many were not yet. Raises TH001.';
