-- Definer because callers have no right on the table.
create or replace function ops.add_webhook_endpoint(
    p_url text,
    p_description text default '',
    p_event_types text[] default '{}'
)
returns ops.webhook_endpoints
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_url ops.url;
    v_description ops.description;
    v_event_types ops.event_types;
    v_endpoint ops.webhook_endpoints;
    v_field text;
    v_rule text;
begin
    begin
        v_url := p_url;
        v_description := p_description;
        v_event_types := p_event_types;
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_url is null then
        perform ops.fail_argument('url', null);
    end if;

    insert into ops.webhook_endpoints (url, description, event_types, secret)
    values (v_url, coalesce(v_description, ''), coalesce(v_event_types, '{}'), ops.new_webhook_secret())
    returning * into v_endpoint;
    return v_endpoint;
end
$$;

grant execute on function ops.add_webhook_endpoint(text, text, text[]) to service_role;
comment on function ops.add_webhook_endpoint(text, text, text[]) is
    'Has events of some types, or of all, posted to a URL from now on. The answer is where its secret is shown. Raises TH001 with the field.';
