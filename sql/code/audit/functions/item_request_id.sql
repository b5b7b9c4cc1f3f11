create or replace function audit.item_request_id(p_id text)
returns text
language sql
stable
security invoker
begin atomic
    select nullif(
        split_part(split_part(current_setting('request.ids', true), e'\n' || p_id || ' ', 2), e'\n', 1), ''
    );
end;

comment on function audit.item_request_id(text) is
    'The request that asked for the row p_id, when a batch serves several; see audit.name_requests.';
