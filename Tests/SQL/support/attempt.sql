-- What p_sql gives to whom p_claims, a token's, stand for: the first column of its first row as text, or the
-- SQLSTATE of its refusal. A statement without result gives 'done'.
create function tests.attempt(p_claims jsonb, p_sql text) returns text
language plpgsql volatile as $$
declare
    v_result text := 'done';
begin
    perform
        set_config('request.jwt.claims', p_claims::text, true),
        set_config('role', p_claims ->> 'role', true);
    if p_sql ~* '^\s*(select|with|table|values)\y' or p_sql ~* '\yreturning\y' then
        execute p_sql into v_result;
    else
        execute p_sql;
    end if;
    perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
    return v_result;
exception
    when others then
        return sqlstate;
end
$$;

-- The same for a role and, for the token, a user.
create function tests.attempt(p_role text, p_user_id uuid, p_sql text) returns text
language sql volatile as $$
    select tests.attempt(jsonb_build_object('sub', p_user_id, 'role', p_role), p_sql)
$$;
