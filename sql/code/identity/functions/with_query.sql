create or replace function identity.with_query(p_url text, p_query text)
returns text
language sql
immutable
security invoker
begin atomic
    select p_url || case when strpos(p_url, '?') > 0 then '&' else '?' end || p_query;
end;

comment on function identity.with_query(text, text) is 'A URL with something more in its query.';
