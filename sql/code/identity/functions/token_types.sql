create or replace function identity.token_types(p_type text)
returns text[]
language sql
immutable
security invoker
begin atomic
    select
        case p_type
            when 'signup' then array['confirmation_token']
            when 'invite' then array['confirmation_token']
            -- Whoever asks for a code to sign in with and is new gets one that confirms the address.
            when 'magiclink' then array['magiclink_token', 'confirmation_token']
            when 'email' then array['magiclink_token', 'confirmation_token']
            when 'recovery' then array['recovery_token']
            when 'email_change' then array['email_change_token_current', 'email_change_token_new']
        end;
end;

comment on function identity.token_types(text) is
    'The types of tokens that a verification takes; null for one that there isn''t.';
