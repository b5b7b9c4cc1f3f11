-- Definer because callers have no right on the tables.
create or replace function identity.create_api_key(
    p_user_id uuid,
    p_name text,
    p_scopes text[],
    p_expires_at timestamptz default null
)
returns identity.issued_api_key
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_live_max constant integer := 100;
    v_request identity.api_key_request;
    v_field text;
    v_rule text;
    v_key identity.api_keys;
    v_secret text;
begin
    if array_ndims(p_scopes) > 1 then
        perform ops.fail_argument('scopes', 'scopes_are_a_list');
    end if;
    begin
        v_request := row(p_name, p_scopes);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if exists (
        select from unnest(v_request.scopes) s (name)
        where not exists (select from identity.api_scopes a where a.name = s.name)
    ) then
        perform ops.fail(
            'TH001', 'scopes',
            'scopes are among: ' || (select string_agg(a.name, ', ' order by a.name) from identity.api_scopes a)
        );
    elsif p_expires_at <= now() then
        perform ops.fail('TH001', 'expires_at', 'expires_at is in the future');
    end if;

    -- Two at once would both find room for the last one.
    perform pg_advisory_xact_lock(hashtextextended('api keys of ' || coalesce(p_user_id::text, ''), 0));
    if (
        select count(*)
        from identity.api_keys k
        where
            k.user_id is not distinct from p_user_id and k.revoked_at is null
            and (k.expires_at is null or k.expires_at > now())
    ) >= c_live_max then
        perform ops.fail('TH403', 'api_keys', format('at most %s keys are live at a time', c_live_max));
    end if;

    v_key.prefix := 'thin_' || right(gen_random_uuid()::text, 12);
    v_secret := identity.new_api_key(v_key.prefix);
    begin
        insert into identity.api_keys (user_id, role, name, prefix, digest, expires_at)
        values (
            p_user_id,
            case when p_user_id is null then 'service_role' else 'authenticated' end,
            v_request.name,
            v_key.prefix,
            sha256(convert_to(v_secret, 'UTF8')),
            p_expires_at
        )
        returning * into strict v_key;
    exception
        when foreign_key_violation then
            perform ops.fail('TH404', 'user');
    end;
    insert into identity.api_key_scopes (api_key_id, scope)
    select distinct v_key.id, s.name
    from unnest(v_request.scopes) s (name);
    return identity.shown_once(v_key, v_secret);
end
$$;

grant execute on function identity.create_api_key(uuid, text, text[], timestamptz) to service_role;
comment on function identity.create_api_key(uuid, text, text[], timestamptz) is
    'Makes a key that acts for p_user_id, or as a trusted server if that is null, within p_scopes, until p_expires_at (null: for good). The answer is the only time the key is seen. Raises TH001 with the field, TH403 for more than 100 live keys, TH404 for an unknown user.';
