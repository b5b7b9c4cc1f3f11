create or replace function audit.without_secrets(p_values jsonb, p_secrets text[])
returns jsonb
language sql
immutable
security invoker
begin atomic
    select case
        when p_values ?| p_secrets then
            p_values || (
                select coalesce(jsonb_object_agg(s.name, '[redacted]'), '{}')
                from unnest(p_secrets) as s (name)
                where p_values ->> s.name is not null
            )
        else p_values
    end;
end;

comment on function audit.without_secrets(jsonb, text[]) is
    'A row''s values with those of p_secrets made unreadable.';
