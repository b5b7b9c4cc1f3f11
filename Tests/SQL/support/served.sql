-- What p_sql gives when the service itself runs it for whom p_claims stand for: the first column of its first row as
-- text, or SQLSTATE and detail of its refusal.
create function tests.served_as(p_claims jsonb, p_sql text) returns text language plpgsql volatile as $$
declare
    v_result text;
    v_detail text;
begin
    perform set_config('request.jwt.claims', p_claims::text, true), set_config('role', 'authenticator', true);
    execute p_sql into v_result;
    perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
    return v_result;
exception
    when others then
        get stacked diagnostics v_detail = pg_exception_detail;
        perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
        return concat_ws(' ', sqlstate, nullif(v_detail, ''));
end
$$;

-- The same for a user.
create function tests.served(p_user_id uuid, p_sql text) returns text language sql volatile as $$
    select tests.served_as(jsonb_build_object('sub', p_user_id, 'role', 'authenticated'), p_sql)
$$;
