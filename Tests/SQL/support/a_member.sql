-- A new user with a confirmed e-mail address and a plan.
create function tests.a_member(
    p_email text default gen_random_uuid() || '@example.com',
    p_plan text default 'free'
) returns uuid language sql volatile as $$
    insert into auth.users (id, email, email_confirmed_at, raw_app_meta_data)
    values (gen_random_uuid(), p_email, now(), jsonb_build_object('plan', p_plan))
    returning id
$$;
