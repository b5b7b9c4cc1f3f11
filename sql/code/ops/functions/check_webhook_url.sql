create or replace function ops.check_webhook_url()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if
        new.url not like 'https://%'
        and not exists (select from ops.webhook_settings s where s.allows_http)
    then
        perform ops.fail('TH001', 'url', 'url is https');
    end if;
    return new;
end
$$;

comment on function ops.check_webhook_url() is
    'Trigger: takes endpoints without encryption only where ops.webhook_settings allows it. Raises TH001 with the field.';
