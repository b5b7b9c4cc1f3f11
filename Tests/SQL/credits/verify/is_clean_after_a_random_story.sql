-- Whatever is called in whatever order, and however time passes: nothing is broken, nothing is
-- negative, and what settling stores is what reading said.
begin;
select plan(2);

create function tests.random_unwinding(p_user_id uuid, p_amount numeric) returns void language plpgsql as $$
declare
    v_dice double precision := random();
    v_reservation_id uuid;
    v_grant_id uuid;
    v_part numeric := case when random() < 0.6 then round(p_amount / 5, 4) end;
begin
    select r.id into v_reservation_id
    from credits.reservations r
    where r.user_id = p_user_id and (r.status = 'confirmed' or random() < 0.1)
    order by random()
    limit 1;
    select g.id into v_grant_id
    from credits.grants g
    where g.user_id = p_user_id
    order by random()
    limit 1;

    if v_dice < 0.45 then
        perform credits.refund(p_user_id, v_reservation_id, v_part);
    elsif v_dice < 0.6 then
        perform credits.revoke_grant(p_user_id, v_grant_id, 'chargeback', v_part);
    elsif v_dice < 0.7 then
        perform credits.adjust(p_user_id, -p_amount, 'less');
    elsif v_dice < 0.75 then
        perform credits.adjust(p_user_id, p_amount, 'more');
    elsif v_dice < 0.85 then
        perform credits.queue_compensation(p_user_id, v_reservation_id, v_part);
    elsif v_dice < 0.95 then
        perform credits.settle_compensations(1000);
    else
        update credits.accounts a set clawback_limit = a.debt + 20 where a.user_id = p_user_id;
    end if;
end
$$;
create function tests.random_step(p_user_id uuid) returns void language plpgsql as $$
declare
    v_dice double precision := random();
    v_amount numeric := 1 + floor(random() * 300000)::integer / 10000.0;
    v_reservation_id uuid;
begin
    if random() < 0.35 then
        perform tests.random_unwinding(p_user_id, v_amount);
        return;
    end if;
    select r.id into v_reservation_id
    from credits.reservations r
    where r.user_id = p_user_id and (r.status = 'reserved' or random() < 0.1)
    order by random()
    limit 1;

    if v_dice < 0.2 then
        perform credits.grant_credits(
            p_user_id, v_amount, 'purchase',
            case when random() < 0.7 then clock_timestamp() + (
                1 + random() * 90
            ) * interval '1 minute' end,
            floor(random() * 3)::integer
        );
    elsif v_dice < 0.5 then
        perform credits.reserve(
            p_user_id, v_amount, 'story', p_ttl => (1 + random() * 60) * interval '1 minute'
        );
    elsif v_dice < 0.75 then
        perform credits.confirm(
            p_user_id, v_reservation_id, v_amount, (
                array['reject', 'available', 'debt']
            )[1 + floor(random() * 3)]
        );
    elsif v_dice < 0.85 then
        perform credits.release(p_user_id, v_reservation_id);
    elsif v_dice < 0.97 then
        perform tests.let_time_pass(p_user_id, random() * interval '20 minutes');
    else
        perform credits.set_debt_limit(p_user_id, 20 + floor(random() * 20)::integer);
    end if;
exception
    when sqlstate 'TH001' or sqlstate 'TH402' or sqlstate 'TH404' or sqlstate 'TH410' or sqlstate 'TH411'
        or sqlstate 'TH413' or sqlstate 'TH414' then
        null;
end
$$;
create function tests.random_story(p_user_id uuid, p_steps integer) returns setof text language plpgsql as $$
declare
    v_now timestamptz;
    v_read credits.account_balance;
    v_past credits.account_balance;
begin
    for i in 1 .. p_steps loop
        perform tests.random_step(p_user_id);
        return query select format('%s: %s', i, v) from credits.verify(p_user_id) v;
        v_now := clock_timestamp();
        v_read := credits.current_balance(p_user_id, v_now);
        v_past := credits.balance_at(p_user_id, v_now);
        if least(v_read.available, v_read.held, v_read.debt) < 0 then
            return next format('%s: negative %s', i, v_read);
        end if;
        if v_past is distinct from v_read then
            return next format('%s: balance_at %s, current_balance %s', i, v_past, v_read);
        end if;
        if i % 5 = 0 then
            perform credits.settle(p_user_id, v_now);
            return query
            select format('%s: stored %s, read %s', i, a, v_read)
            from credits.accounts a
            where
                a.user_id = p_user_id
                and (a.available, a.held, a.debt) is distinct from (
                    v_read.available,
                    v_read.held,
                    v_read.debt
                );
        end if;
    end loop;
end
$$;
select setseed(0.42);

-- One begins with nothing, the other owing.
select tests.a_user() as one \gset
select tests.a_user(10) as other \gset
select credits.set_debt_limit(a.user_id, 40) from credits.accounts a where a.user_id in (:'one', :'other');
select credits.confirm(:'other', tests.reserved(:'other', 10), 25, 'debt');
select is_empty(format('select tests.random_story(%L, 100)', :'one'), 'one user');
select is_empty(format('select tests.random_story(%L, 100)', :'other'), 'another user');

select * from finish();
rollback;
