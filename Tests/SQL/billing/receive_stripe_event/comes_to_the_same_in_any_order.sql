-- Whatever order events come in, the same is left in the end. Of nine events there are 362,880 orders, of which some are
-- tried: psql -v orders=1000 -v seed=$RANDOM tries more, and others.
begin;
select plan(13);

\if :{?orders}
\else
\set orders 24
\endif
\if :{?seed}
\else
\set seed seed
\endif
select tests.a_pack();
select tests.a_priced_plan('team', 2000, 20000, 30);
select tests.a_priced_plan('club', 3000, 30000, 40);
insert into billing.stripe_prices (id, plan, cycle) values ('price_club', 'club', 'monthly');

-- A subscription from its beginning to its end, by the newer interface: nothing links a charge to its invoice but
-- an event of its own.
create function tests.a_subscription() returns tests.story language plpgsql as $$
declare
    v_user_id uuid := tests.a_user(700);
    c uuid := tests.a_checkout(v_user_id, p_plan => 'team');
begin
    return (
        v_user_id,
        array['customer.subscription.created', 'checkout.session.completed', 'invoice.payment_succeeded',
            'invoice_payment.paid', 'customer.subscription.updated', 'charge.refunded',
            'charge.dispute.created', 'charge.dispute.closed', 'customer.subscription.deleted'],
        array[tests.stripe_subscription(c, 'incomplete'), tests.stripe_session(c), tests.stripe_invoice(c),
            tests.stripe_invoice_payment(c), tests.stripe_subscription(c), tests.stripe_charge(c, 500),
            tests.stripe_dispute(c, 'needs_response', 1500), tests.stripe_dispute(c, 'won', 1500),
            tests.stripe_subscription(c, 'canceled', '{"canceled_at": 1798761650, "ended_at": 1798761650}')],
        array[10, 12, 11, 11, 12, 20, 30, 40, 50]
    );
end
$$;
-- A chargeback that is lost.
create function tests.a_lost_subscription() returns tests.story language plpgsql as $$
declare
    v_story tests.story := tests.a_subscription();
begin
    v_story.objects[8] := v_story.objects[8] || '{"status": "lost"}';
    return (v_story.user_id, v_story.types[:8], v_story.objects[:8], v_story.seconds[:8]);
end
$$;
-- A renewal that isn't paid at first, a change of plan in the portal, and a cancellation, by the older interface.
create function tests.a_renewal() returns tests.story language plpgsql as $$
declare
    v_user_id uuid := tests.a_user();
    c uuid := tests.a_checkout(v_user_id, p_plan => 'team');
    v_item jsonb;
begin
    v_item := jsonb_set(
        jsonb_set(
            tests.stripe_subscription(c, p_months => 1) -> 'items', '{data,0,price,id}', '"price_club"'
        ),
        '{data,0,price,unit_amount}', '3000'
    );
    return (
        v_user_id,
        array['customer.subscription.created', 'checkout.session.completed', 'invoice.payment_succeeded',
            'customer.subscription.updated', 'invoice.payment_failed', 'customer.subscription.updated',
            'invoice.payment_succeeded', 'customer.subscription.updated', 'customer.subscription.updated'],
        array[tests.stripe_subscription(c, 'incomplete'), tests.stripe_session(c),
            tests.stripe_invoice(c, p_is_old => true), tests.stripe_subscription(c),
            tests.stripe_invoice(c, 1, p_is_old => true), tests.stripe_subscription(c, 'past_due', p_months => 1),
            tests.stripe_invoice(c, 1, p_is_old => true),
            tests.stripe_subscription(c, p_months => 1, p_changes => jsonb_build_object('items', v_item)),
            tests.stripe_subscription(
                c, p_months => 1,
                p_changes => jsonb_build_object('items', v_item, 'cancel_at', 1803859200)
            )],
        array[10, 11, 11, 11, 2680000, 2680001, 2690000, 2690001, 2690002]
    );
end
$$;
-- A chargeback of the first month, lost after the second was paid for, and invoices besides.
create function tests.a_lost_month() returns tests.story language plpgsql as $$
declare
    v_user_id uuid := tests.a_user();
    c uuid := tests.a_checkout(v_user_id, p_plan => 'team');
begin
    return (
        v_user_id,
        array['customer.subscription.updated', 'checkout.session.completed', 'invoice.paid', 'charge.dispute.created',
            'customer.subscription.updated', 'invoice.paid', 'charge.dispute.closed', 'invoice.payment_failed',
            'invoice.paid'],
        array[tests.stripe_subscription(c), tests.stripe_session(c), tests.stripe_invoice(c, p_is_old => true),
            tests.stripe_dispute(c, 'needs_response'), tests.stripe_subscription(c, p_months => 1),
            tests.stripe_invoice(c, 1, p_is_old => true), tests.stripe_dispute(c, 'lost'),
            tests.stripe_invoice(c, 1, '{"id": "in_item", "billing_reason": "manual"}'),
            tests.stripe_invoice(
                c, 1, '{"id": "in_credit", "billing_reason": "subscription_update", "total": -5, "amount_paid": 0}'
            )],
        array[10, 11, 11, 20, 2680000, 2680001, 2690000, 2690001, 2690002]
    );
end
$$;
-- A pack, of which 900 credits are spent before all that follows.
create function tests.a_spent_pack() returns tests.story language plpgsql as $$
declare
    v_user_id uuid := tests.a_user();
    c uuid := tests.a_checkout(v_user_id, 'planted');
    d uuid := tests.a_checkout(v_user_id, 'planted');
begin
    perform tests.receive('checkout.session.completed', tests.stripe_session(c), 1);
    perform credits.confirm(v_user_id, (credits.reserve(v_user_id, 900, 'job')).id);
    return (
        v_user_id,
        array['charge.refunded', 'charge.refunded', 'charge.dispute.created', 'charge.dispute.updated',
            'charge.dispute.closed', 'checkout.session.completed', 'charge.refunded', 'charge.dispute.created',
            'charge.dispute.created'],
        array[tests.stripe_charge(c, 200), tests.stripe_charge(c, 400),
            tests.stripe_dispute(c, 'needs_response', 600), tests.stripe_dispute(c, 'under_review', 600),
            tests.stripe_dispute(c, 'won', 600), tests.stripe_session(d), tests.stripe_charge(d, 100),
            tests.stripe_dispute(d, 'warning_needs_response', 900),
            tests.stripe_dispute(c, 'needs_response', 100) || '{"id": "du_second"}'],
        array[10, 10, 20, 21, 22, 30, 31, 32, 40]
    );
end
$$;
-- Everything of a pack comes before the session that tells whose it is.
create function tests.a_pack_s_story() returns tests.story language plpgsql as $$
declare
    v_user_id uuid := tests.a_user(5);
    c uuid := tests.a_checkout(v_user_id, 'planted');
begin
    return (
        v_user_id,
        array['checkout.session.completed', 'charge.refunded', 'charge.refunded', 'charge.dispute.created',
            'charge.dispute.closed'],
        array[tests.stripe_session(c), tests.stripe_charge(c, 300), tests.stripe_charge(c, 500),
            tests.stripe_dispute(c, 'needs_response', 500), tests.stripe_dispute(c, 'lost', 500)],
        array[1, 2, 3, 4, 5]
    );
end
$$;

create function tests.ending(p_begin regproc) returns text language plpgsql as $$
declare
    v_story tests.story;
begin
    execute format('select * from %s()', p_begin) into v_story;
    for i in 1 .. cardinality(v_story.types) loop
        perform tests.receive(v_story.types[i], v_story.objects[i], v_story.seconds[i]);
    end loop;
    return tests.money(v_story.user_id);
end
$$;

select is(
    tests.ending('tests.a_subscription'),
    'subscription partly_refunded 2000 500 0; team monthly canceled 2000 2027-01-01 00:00:00 2027-02-01 00:00:00 f '
    '2027-01-01 00:00:50+00 2027-01-01 00:00:50+00; 700 available, 0 held, 0 owed',
    'a subscription, in order'
);
select is_empty(
    format('select tests.in_any_order(''tests.a_subscription'', %s, %L)', :'orders', :'seed'), 'and in others'
);
select is(
    tests.ending('tests.a_lost_subscription'),
    'subscription disputed 2000 500 1500; team monthly paused 2000 2027-01-01 00:00:00 2027-02-01 00:00:00 f '
    '2027-01-01 00:00:40+00; 700 available, 0 held, 0 owed',
    'a chargeback that is lost, in order'
);
select is_empty(
    format('select tests.in_any_order(''tests.a_lost_subscription'', %s, %L)', :'orders', :'seed'), 'and in others'
);
select is(
    tests.ending('tests.a_renewal'),
    'subscription paid 2000 0 0, subscription paid 2000 0 0; club monthly active 3000 2027-02-01 00:00:00 '
    '2027-03-01 00:00:00 t; 0 available, 0 held, 0 owed',
    'a renewal, in order'
);
select is_empty(
    format('select tests.in_any_order(''tests.a_renewal'', %s, %L)', :'orders', :'seed'), 'and in others'
);
select is(
    tests.ending('tests.a_lost_month'),
    'subscription disputed 2000 0 2000, subscription paid 2000 0 0, subscription paid 0 0 0; team monthly active 2000 '
    '2027-02-01 00:00:00 2027-03-01 00:00:00 f; 0 available, 0 held, 0 owed',
    'a month that is lost, in order'
);
select is_empty(
    format('select tests.in_any_order(''tests.a_lost_month'', %s, %L)', :'orders', :'seed'), 'and in others'
);
select is(
    tests.ending('tests.a_spent_pack'),
    'pack disputed 1000 400 100, pack partly_refunded 1000 100 0; 500 available, 0 held, 0 owed',
    'spent packs, in order'
);
select is_empty(
    format('select tests.in_any_order(''tests.a_spent_pack'', %s, %L)', :'orders', :'seed'), 'and in others'
);
select is(
    tests.ending('tests.a_pack_s_story'), 'pack disputed 1000 500 500; 5 available, 0 held, 0 owed', 'a pack, in order'
);
select is_empty(
    format('select tests.in_any_order(''tests.a_pack_s_story'', %s, %L)', :'orders', :'seed'), 'and in others'
);
select is_empty('select credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
