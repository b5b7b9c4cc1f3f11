create or replace function identity.merged(p_old jsonb, p_new jsonb)
returns jsonb
language sql
immutable
security invoker
begin atomic
    select coalesce(jsonb_object_agg(m.key, m.value), '{}')
    from jsonb_each(coalesce(p_old, '{}') || coalesce(p_new, '{}')) m
    where m.value <> 'null';
end;

comment on function identity.merged(jsonb, jsonb) is 'Metadata with changes: a key of null goes.';
