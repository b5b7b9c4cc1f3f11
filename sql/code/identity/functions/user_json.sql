create or replace function identity.user_json(p_user_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user auth.users;
    v_identities jsonb;
begin
    select u.* into strict v_user from auth.users u where u.id = p_user_id;

    select
        coalesce(
            jsonb_agg(
                jsonb_strip_nulls(
                    jsonb_build_object(
                        'identity_id', i.id,
                        'id', i.provider_id,
                        'user_id', i.user_id,
                        'provider', i.provider,
                        'last_sign_in_at', identity.rfc3339(i.last_sign_in_at),
                        'created_at', identity.rfc3339(i.created_at),
                        'updated_at', identity.rfc3339(i.updated_at),
                        'email', i.email
                    )
                )
                || jsonb_build_object('identity_data', i.identity_data)
                order by i.created_at, i.id
            ),
            '[]'
        )
    into v_identities
    from auth.identities i
    where i.user_id = p_user_id;

    return
        jsonb_strip_nulls(
            jsonb_build_object(
                'id', v_user.id,
                'aud', coalesce(v_user.aud, 'authenticated'),
                'role', coalesce(v_user.role, 'authenticated'),
                'email', coalesce(v_user.email, ''),
                'email_confirmed_at', identity.rfc3339(v_user.email_confirmed_at),
                'invited_at', identity.rfc3339(v_user.invited_at),
                'phone', coalesce(v_user.phone, ''),
                'phone_confirmed_at', identity.rfc3339(v_user.phone_confirmed_at),
                'confirmation_sent_at', identity.rfc3339(v_user.confirmation_sent_at),
                'confirmed_at', identity.rfc3339(v_user.confirmed_at),
                'recovery_sent_at', identity.rfc3339(v_user.recovery_sent_at),
                'new_email', nullif(v_user.email_change, ''),
                'email_change_sent_at', identity.rfc3339(v_user.email_change_sent_at),
                'reauthentication_sent_at', identity.rfc3339(v_user.reauthentication_sent_at),
                'last_sign_in_at', identity.rfc3339(v_user.last_sign_in_at),
                'created_at', identity.rfc3339(v_user.created_at),
                'updated_at', identity.rfc3339(v_user.updated_at),
                'banned_until', identity.rfc3339(v_user.banned_until),
                'deleted_at', identity.rfc3339(v_user.deleted_at),
                'is_anonymous', v_user.is_anonymous
            )
        )
        || jsonb_build_object(
            'app_metadata', coalesce(v_user.raw_app_meta_data, '{}'),
            'user_metadata', coalesce(v_user.raw_user_meta_data, '{}'),
            'identities', v_identities
        );
end
$$;

comment on function identity.user_json(uuid) is 'A user as clients are shown one, with identities.';
