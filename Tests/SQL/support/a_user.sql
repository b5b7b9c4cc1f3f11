-- A new user, who has an account with p_credits.
create function tests.a_user(p_credits numeric default 0) returns uuid language plpgsql volatile as $$
declare
    v_id uuid := gen_random_uuid();
begin
    insert into auth.users (id) values (v_id);
    if p_credits > 0 then
        perform credits.grant_credits(v_id, p_credits, 'purchase');
    end if;
    return v_id;
end
$$;
