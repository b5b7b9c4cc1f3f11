-- Asked for every request that comes with a key, so that a revocation counts at once on every
-- instance. Many requests may note the same use: one does, the others don't wait for it.
-- Definer because callers have no right on the tables.
create or replace function identity.use_api_key(p_key text)
returns identity.bearer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_digest bytea := sha256(convert_to(p_key, 'UTF8'));
    v_key identity.api_keys;
begin
    select k.* into v_key
    from identity.api_keys k
    where
        (k.digest = v_digest or (k.previous_digest = v_digest and k.previous_until > now()))
        and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now());
    if not found then
        return null;
    end if;
    -- Where Supabase brought auth, users may not be ours to read.
    if v_key.user_id is not null and has_table_privilege(to_regclass('auth.users'), 'select') then
        perform from auth.users u
        where
            u.id = v_key.user_id and u.deleted_at is null
            and (u.banned_until is null or u.banned_until <= now());
        if not found then
            return null;
        end if;
    end if;

    update identity.api_keys k
    set last_used_at = now()
    where k.id = (
        select l.id
        from identity.api_keys l
        where
            l.id = v_key.id
            and (l.last_used_at is null or l.last_used_at < now() - interval '1 minute')
        for no key update skip locked
    );
    return row(
        v_key.role,
        jsonb_strip_nulls(
            jsonb_build_object(
                'sub', v_key.user_id,
                'role', v_key.role,
                'api_key_id', v_key.id,
                'scopes', (
                    select jsonb_agg(s.scope order by s.scope)
                    from identity.api_key_scopes s
                    where s.api_key_id = v_key.id
                )
            )
        )
    )::identity.bearer;
end
$$;

grant execute on function identity.use_api_key(text) to authenticator;
comment on function identity.use_api_key(text) is
    'The role and claims that the key p_key stands for, and notes that it was used; null if it is unknown, expired or revoked, or its user is gone or banned.';
