create or replace function api.balance_at(at timestamptz)
returns credits.account_balance
language sql
stable
security invoker
begin atomic
    select b.*
    from credits.balance_at((select auth.uid()), balance_at.at) b
    where balance_at.at is not null;
end;

grant execute on function api.balance_at(timestamptz) to authenticated;
comment on function api.balance_at(timestamptz) is
    'The user''s balance at a past time; null without one, and for a time whose history was dropped.';
