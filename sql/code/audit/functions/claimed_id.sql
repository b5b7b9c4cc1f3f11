-- A server's token may name itself by something that is no user's id.
create or replace function audit.claimed_id(p_claims jsonb, p_name text)
returns uuid
language sql
immutable
security invoker
begin atomic
    select case
        when p_claims ->> p_name ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
            then (p_claims ->> p_name)::uuid
    end;
end;

comment on function audit.claimed_id(jsonb, text) is
    'The id that a token claims under a name; null for none, and for what is no uuid.';
