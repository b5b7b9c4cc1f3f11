-- A user with p_credits, who has agreed to buy packs of 1,000 credits below 100, for at most p_ceiling cents a month.
create function tests.a_saver(p_credits numeric default 0, p_ceiling bigint default 2500) returns uuid
language plpgsql volatile as $$
declare
    v_user_id uuid := tests.a_user(p_credits);
begin
    perform tests.a_pack();
    perform tests.a_checkout(v_user_id, 'planted');
    update billing.customers c
    set payment_method_id = 'pm_1', payment_method_at = now()
    where c.user_id = v_user_id;
    perform billing.set_top_up(v_user_id, 'planted', 100, p_ceiling, true);
    return v_user_id;
end
$$;
