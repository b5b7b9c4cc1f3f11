create or replace function billing.available_of(p_user_id uuid)
returns numeric
language sql
volatile
security invoker
begin atomic
    select b.available from credits.current_balance(p_user_id) b;
end;

comment on function billing.available_of(uuid) is 'What a user may spend now; null for an unknown user.';
