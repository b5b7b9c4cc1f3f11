-- A third secret would live on if the one before last were still taken, so a rotation ends that one.
-- Definer because callers have no right on the tables.
create or replace function identity.rotate_api_key(
    p_user_id uuid, p_id uuid, p_overlap interval default '0'
)
returns identity.issued_api_key
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request identity.api_key_rotation;
    v_field text;
    v_rule text;
    v_key identity.api_keys;
    v_secret text;
begin
    begin
        v_request := row(p_overlap);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    select k.* into v_key
    from identity.api_keys k
    where
        k.id = p_id and (p_user_id is null or k.user_id = p_user_id) and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())
    for no key update;
    if not found then
        perform ops.fail('TH404', 'api_key');
    end if;

    v_secret := identity.new_api_key(v_key.prefix);
    update identity.api_keys k
    set
        digest = sha256(convert_to(v_secret, 'UTF8')),
        previous_digest = k.digest,
        previous_until = now() + v_request.overlap,
        rotated_at = now()
    where k.id = v_key.id
    returning * into strict v_key;
    return identity.shown_once(v_key, v_secret);
end
$$;

grant execute on function identity.rotate_api_key(uuid, uuid, interval) to service_role;
comment on function identity.rotate_api_key(uuid, uuid, interval) is
    'Gives the key p_id of p_user_id (null: of anybody) a new secret; the old one is taken for p_overlap more, up to 7 days. Raises TH001 with the field, TH404 for an unknown, expired or revoked key.';
