create or replace function audit.redacted(p_values jsonb, p_others jsonb, p_columns text[])
returns jsonb
language sql
immutable
security invoker
begin atomic
    select jsonb_object_agg(
        v.key, case when v.key = any(p_columns) then v.value else '"[redacted]"' end
    )
    from jsonb_each(p_values) v
    where
        v.key = any(p_columns)
        or (p_others is not null and v.value is distinct from p_others -> v.key);
end;

comment on function audit.redacted(jsonb, jsonb, text[]) is
    'Of a row''s values those of p_columns; of the others only which differ from p_others.';
