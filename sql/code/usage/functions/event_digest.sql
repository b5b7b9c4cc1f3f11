create or replace function usage.event_digest(p_event_id text)
returns uuid
language sql
immutable
security invoker
begin atomic
    select encode(substring(sha256(convert_to(p_event_id, 'UTF8')) for 16), 'hex')::uuid;
end;

comment on function usage.event_digest(text) is 'By what an event''s id stays known once the event is archived.';
