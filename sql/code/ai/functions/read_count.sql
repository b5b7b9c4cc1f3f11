create or replace function ai.read_count(p_value jsonb)
returns bigint
language sql
immutable
security invoker
begin atomic
    select
        case
            when jsonb_typeof(p_value) = 'number'
            then greatest(least(trunc(p_value::numeric), 1000000000), 0)::bigint
            else 0
        end;
end;

comment on function ai.read_count(jsonb) is
    'A count from 0 to 1,000,000,000, whatever was sent as one.';
