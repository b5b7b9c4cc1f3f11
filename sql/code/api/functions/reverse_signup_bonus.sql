create or replace function api.reverse_signup_bonus(user_id uuid, reason text)
returns credits.signup_claims
language sql
volatile
security invoker
begin atomic
    select credits.reverse_signup_bonus(
        p_user_id => reverse_signup_bonus.user_id,
        p_reason => reverse_signup_bonus.reason
    );
end;

grant execute on function api.reverse_signup_bonus(uuid, text) to service_role;
comment on function api.reverse_signup_bonus(uuid, text) is
    'See credits.reverse_signup_bonus. Raises TH001, TH404.';
