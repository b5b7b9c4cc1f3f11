create or replace function billing.uuid_of(p_value text)
returns uuid
language sql
immutable
security invoker
begin atomic
    select case when p_value ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then p_value::uuid end;
end;

comment on function billing.uuid_of(text) is 'An id of ours out of metadata; null for what is none.';
