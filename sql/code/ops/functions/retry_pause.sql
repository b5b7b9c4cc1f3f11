create or replace function ops.retry_pause(p_attempts integer, p_longest interval)
returns interval
language sql
immutable
security invoker
begin atomic
    select least(interval '1 minute' * power(2, least(p_attempts, 30) - 1), p_longest);
end;

comment on function ops.retry_pause(integer, interval) is
    'How long to wait after so many failed attempts: 1, 2, 4 … minutes, at most p_longest.';
