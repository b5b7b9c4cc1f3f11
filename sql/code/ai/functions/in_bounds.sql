create or replace function ai.in_bounds(p_count bigint)
returns bigint
language sql
immutable
security invoker
begin atomic
    select case when p_count is not null then greatest(least(p_count, 1000000000), 0) end;
end;

comment on function ai.in_bounds(bigint) is 'A count of tokens, cut to what can be stored.';
