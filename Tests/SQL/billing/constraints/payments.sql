-- Every constraint of what is sold, told and paid fires by its name.
begin;
select plan(62);

select tests.a_pack();
select tests.a_priced_plan('team', 2000, null, 30);
select tests.a_saver() as user_id \gset
select tests.a_user() as other \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.a_checkout(:'other', 'planted') as foreign_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as plan_id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1, 'evt_1');
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 100), 2);
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response', 100), 3);
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'won', 100), 4);
select tests.receive('invoice.paid', tests.stripe_invoice(:'plan_id'), 5);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'plan_id'), 5);
update billing.top_up_settings set next_attempt_at = '-infinity';
insert into billing.top_ups (user_id, pack, credits, unit_amount, currency, payment_method_id, month, next_attempt_at)
values (:'user_id', 'planted', 1, 1, 'usd', 'pm_1', '2026-11-01', now());

select is(tests.violation(format('update billing.%s set %s', c.relation, c.change)), c.name, c.relation || ': ' || c.change)
from (values
    ('packs', 'id = ''Big''', 'pack_id_is_a_short_identifier'), ('packs', 'name = ''''', 'packs_name_is_short'),
    ('packs', 'description = repeat(''x'', 501)', 'packs_description_is_up_to_500_characters'),
    ('packs', 'credits = 0', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('packs', 'credits = ''NaN''', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('packs', 'unit_amount = 0', 'packs_unit_amount_is_above_0'), ('packs', 'currency = ''USD''', 'currency_is_3_lower_case_letters'),
    ('packs', 'valid_days = 0', 'packs_valid_days_is_1_to_3650'),
    ('stripe_references', 'kind = ''odd'' where kind = ''payment_intent''', 'stripe_references_kind_is_known'),
    ('stripe_references', 'kind = ''invoice'' where kind = ''session''', 'stripe_references_kind_fits_id'),
    ('stripe_references', 'owner_id = null where kind = ''session''', 'stripe_references_object_has_an_owner'),
    ('stripe_references', 'parent_id = ''cus_1'' where kind = ''session''', 'stripe_references_kind_fits_parent'),
    ('stripe_references', 'parent_id = ''sub_none'' where kind = ''invoice''', 'stripe_references_parent_id_fkey'),
    ('stripe_references', 'owner_id = gen_random_uuid() where kind = ''session''', 'stripe_references_owner_id_fkey'),
    ('stripe_references', 'id = ''x''', 'stripe_id_is_a_prefix_and_up_to_250_letters_or_digits'),
    ('customers', 'stripe_customer_id = ''cus_none''', 'customers_stripe_customer_id_fkey'),
    ('customers', 'payment_method_at = null where payment_method_id is not null', 'customers_payment_method_has_a_time'),
    ('checkouts', 'mode = ''odd'' where mode = ''subscription''', 'checkouts_mode_is_known'), ('checkouts', 'status = ''odd''', 'checkouts_status_is_known'),
    ('checkouts', 'pack = ''none'' where pack is not null', 'checkouts_pack_fkey'),
    ('checkouts', 'plan = ''none'' where plan is not null', 'checkouts_plan_fkey'),
    ('checkouts', 'cycle = ''weekly'' where plan is not null', 'checkouts_cycle_is_monthly_or_yearly'),
    ('checkouts', 'trial_days = 731 where plan is not null', 'checkouts_trial_days_is_0_to_730'),
    ('checkouts', 'success_url = ''javascript:x''', 'return_url_is_http_or_https_up_to_2000_characters'),
    ('checkouts', 'url = repeat(''x'', 5001)', 'checkouts_url_is_up_to_5000_characters'),
    ('checkouts', 'stripe_session_id = ''cs_none''', 'checkouts_stripe_session_id_fkey'),
    ('checkouts', 'subscription_id = gen_random_uuid() where mode = ''subscription''', 'checkouts_subscription_fkey'),
    ('checkouts', 'credits = null where mode = ''payment''', 'checkouts_mode_fits_what_is_sold'),
    ('checkouts', 'pack = ''planted'' where mode = ''subscription''', 'checkouts_mode_fits_what_is_sold'),
    ('checkouts', 'stripe_session_id = null', 'checkouts_status_fits_session'),
    ('stripe_subscriptions', 'status = ''odd''', 'stripe_subscriptions_status_is_known'),
    ('stripe_subscriptions', 'cycle = ''weekly''', 'stripe_subscriptions_cycle_is_monthly_or_yearly'),
    ('stripe_subscriptions', 'current_period_end_at = current_period_start_at', 'stripe_subscriptions_period_has_a_length'),
    ('invoices', 'subscription_id = ''sub_none''', 'invoices_subscription_id_fkey'),
    ('invoices', 'period_end_at = period_start_at', 'invoices_period_has_a_length'),
    ('invoices', 'paid_at = null', 'invoices_is_paid_or_failed'), ('invoices', 'is_period = false', 'invoices_first_is_of_a_period'),
    ('charges', 'refunded = amount + 1', 'charges_refunded_not_above_amount'),
    ('charges', 'payment_intent_id = ''pi_none''', 'charges_payment_intent_id_fkey'),
    ('disputes', 'payment_intent_id = ''pi_none''', 'disputes_payment_intent_id_fkey'),
    ('disputes', 'status = ''odd''', 'disputes_status_is_known'), ('disputes', 'reason = repeat(''x'', 101)', 'disputes_reason_is_short'),
    ('top_up_settings', 'pack = ''none''', 'top_up_settings_pack_fkey'),
    ('top_up_settings', 'declines = 6', 'top_up_settings_declines_is_0_to_5'),
    ('top_up_settings', 'declines = 5', 'top_up_settings_enabled_has_tries_left'),
    ('top_ups', 'status = ''odd'', settled_at = now()', 'top_ups_status_is_known'), ('top_ups', 'status = ''succeeded''', 'top_ups_status_fits_settled_at'),
    ('top_ups', 'month = ''2026-11-02''', 'top_ups_month_begins_one'), ('top_ups', 'attempts = 0', 'top_ups_attempts_is_1_or_more'),
    ('payments', 'kind = ''odd''', 'payments_kind_fits_what_was_bought'),
    ('payments', 'grant_id = null where kind = ''pack''', 'payments_kind_fits_what_was_bought'),
    ('payments', 'checkout_id = null', 'payments_kind_fits_what_was_bought'),
    ('payments', 'refunded = amount, disputed = 1', 'payments_given_back_not_above_amount'),
    ('payment_revocations', 'returned = amount + 1', 'payment_revocations_returned_not_above_amount'),
    ('stripe_events', 'status = ''odd'' where id = ''evt_1''', 'stripe_events_status_is_known'),
    ('stripe_events', 'status = ''refused'' where id = ''evt_1''', 'stripe_events_refused_has_a_reason'),
    ('stripe_events', 'status = ''failed'' where id = ''evt_1''', 'stripe_events_failed_has_an_error'),
    ('stripe_events', 'next_attempt_at = now() where id = ''evt_1''', 'stripe_events_only_failed_is_tried_again'),
    ('stripe_events', 'id = ''cs_1'' where id = ''evt_1''', 'stripe_events_id_is_of_an_event')
) as c (relation, change, name);
select is(
    tests.violation('insert into billing.stripe_prices (id, plan, cycle) values (''price_1'', ''team'', ''yearly'')'),
    'stripe_prices_plan_price_fkey', 'a price of no plan'
);
select is(
    tests.violation(
        'insert into billing.top_ups (user_id, pack, credits, unit_amount, currency, payment_method_id, month, next_attempt_at)
        select user_id, pack, 1, 1, currency, payment_method_id, month, now() from billing.top_ups'
    ),
    'top_ups_pending_key', 'one top-up at a time'
);
select is(tests.refusal('update billing.payment_returns set forgiven = 0'), 'TH500 billing.payment_returns is append-only.', 'returns stay');

select * from finish();
rollback;
