-- A user of more than three years: grants that were spent, lapsed and revoked, debt that was repaid, refunds, a
-- compensation; reservations that ended in each way. A third of it is older than three years, a third than one.
create function tests.a_long_story() returns uuid language plpgsql volatile as $$
declare
    v_user_id uuid := tests.a_user(10);
    v_id uuid;
    v_grant_id uuid;
begin
    perform credits.set_debt_limit(v_user_id, 50);
    for v_round in 1..3 loop
        v_grant_id := (credits.grant_credits(v_user_id, 30, 'promotion', clock_timestamp() + interval '10 days')).id;
        v_id := tests.reserved(v_user_id, 12);
        perform credits.confirm(v_user_id, v_id, 10.5);
        perform credits.refund(v_user_id, v_id, 2.25);
        perform credits.confirm(v_user_id, tests.reserved(v_user_id, 3));
        perform credits.release(v_user_id, tests.reserved(v_user_id, 1));
        perform tests.reserved(v_user_id, 0.5);
        v_id := tests.reserved(v_user_id, 2);
        perform credits.confirm(v_user_id, v_id);
        perform credits.queue_compensation(v_user_id, v_id, 1, 'it failed');
        perform credits.settle_compensations();
        v_id := tests.reserved(v_user_id, 5);
        perform credits.confirm(
            v_user_id, v_id, (select a.available + 15 from credits.accounts a where a.user_id = v_user_id), 'debt'
        );
        perform credits.revoke_grant(v_user_id, v_grant_id, 'chargeback', 15);
        perform credits.grant_credits(v_user_id, 5, 'promotion', clock_timestamp() + interval '10 days');
        perform credits.grant_credits(v_user_id, 50, 'promotion', clock_timestamp() + interval '10 days');
        perform tests.let_time_pass(v_user_id, '11 days');
        perform credits.settle(v_user_id);
        perform credits.grant_credits(v_user_id, 20, 'purchase');
        perform tests.let_time_pass(v_user_id, case v_round when 3 then '1 hour' else '15 months' end::interval);
        exit when v_round = 3;
    end loop;
    return v_user_id;
end
$$;
