create or replace function identity.rfc3339(p_at timestamptz)
returns text
language sql
stable
security invoker
begin atomic
    select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end;

comment on function identity.rfc3339(timestamptz) is 'A time as RFC 3339, in UTC; clients take no other form.';
