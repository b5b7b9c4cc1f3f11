-- A new user with a confirmed e-mail address and a plan.
create function tests.a_member(
    p_email text default gen_random_uuid() || '@example.com',
    p_plan text default 'free'
) returns uuid language plpgsql volatile as $$
declare
    v_id uuid := gen_random_uuid();
begin
    insert into auth.users (id, email, email_confirmed_at) values (v_id, p_email, now());
    perform tests.put_on_plan(v_id, p_plan);
    return v_id;
end
$$;
