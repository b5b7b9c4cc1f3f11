-- Every security definer function is one of these; a new one needs a reason, and a test that
-- denies.
begin;
select plan(1);

select set_eq(
    $$select p.oid::regproc::text from pg_proc p where p.pronamespace in (select tests.ours())
        and p.prosecdef$$,
    $$values ('api.claim_signup_bonus'), ('audit.record'), ('credits.adjust'), ('credits.archive'),
        ('credits.queue_compensation'), ('credits.refund'), ('credits.retry_compensation'),
        ('credits.revoke_grant'), ('credits.settle_compensations'),
        ('credits.claim_signup_bonus'), ('credits.confirm'), ('credits.confirm_items'), ('credits.release_items'),
        ('credits.reserve_items'), ('credits.grant_credits'),
        ('credits.open_account'), ('credits.price_job'), ('credits.refresh'),
        ('credits.refresh_due'), ('credits.release'), ('credits.reserve'),
        ('credits.reverse_signup_bonus'), ('credits.set_price'), ('credits.set_debt_limit'),
        ('credits.sweep'), ('credits.verify'),
        ('api.admin_jobs'), ('audit.open_months'), ('credits.archive_due'), ('ops.bound_job'), ('ops.claim_job'), ('ops.clean_outbox'),
        ('ops.clean_rate_counters'), ('ops.count_turn'),
        ('ops.finish_job'), ('ops.overdue_backends'), ('ops.step_job'), ('audit.record_columns'), ('audit.record_statement'), ('audit.seal'), ('ops.claim_outbox'), ('ops.settle_outbox'),
        ('identity.admin_create_user'), ('identity.admin_delete_user'), ('identity.admin_get_user'),
        ('identity.admin_list_users'), ('identity.admin_update_user'), ('identity.check_session'),
        ('identity.follow_link'), ('identity.generate_link'), ('identity.get_user'),
        ('identity.grant_token'), ('identity.invite'), ('identity.log_out'),
        ('identity.reauthenticate'), ('identity.recover'), ('identity.resend'),
        ('identity.send_otp'), ('identity.show_settings'), ('identity.sign_up'),
        ('identity.sweep'), ('api.create_api_key'), ('api.rotate_api_key'), ('api.revoke_api_key'),
        ('identity.check_scopes'), ('identity.create_api_key'), ('identity.revoke_api_key'),
        ('identity.rotate_api_key'), ('identity.use_api_key'),
        ('identity.update_user'), ('identity.verify'),
        ('billing.advance_due'), ('billing.cancel_subscription'), ('billing.change_plan'),
        ('billing.has_feature'), ('billing.pause_subscription'),
        ('billing.publish_plans'), ('billing.record_subscription'), ('billing.renew_subscription'),
        ('billing.resume_subscription'), ('billing.subscribe'), ('api.preflight'),
        ('usage.preflight'), ('usage.record'), ('usage.record_many'), ('usage.verify'),
        ('usage.read_billing_period'), ('usage.read_meter'), ('usage.mark_read'), ('api.mark_read'),
        ('ops.add_webhook_endpoint'), ('ops.allows_addresses'), ('ops.claim_webhooks'),
        ('ops.enable_webhook_endpoint'), ('ops.retry_webhook'), ('ops.rotate_webhook_secret'),
        ('ops.settle_webhook'),
        ('api.create_chat_session'), ('api.rename_chat_session'), ('api.delete_chat_session'),
        ('api.search_chats'), ('api.share_chat_session'), ('api.withdraw_share'),
        ('api.shared_chat'), ('api.delete_chat_file'), ('chat.begin_run'),
        ('chat.append_run_events'), ('chat.end_run'), ('chat.stop_run'), ('chat.read_run_events'),
        ('chat.set_title'), ('chat.end_abandoned_runs'), ('chat.clean_run_events'),
        ('chat.add_file'), ('chat.read_file'),
        ('api.create_checkout'), ('api.create_portal_session'), ('api.set_top_up'),
        ('api.stop_top_up'), ('api.admin_webhook_events'), ('api.admin_replay_event'),
        ('billing.prepare_checkout'), ('billing.take_stripe_answer'),
        ('billing.prepare_portal_session'), ('billing.set_top_up'), ('billing.stop_top_up'),
        ('billing.claim_top_ups'), ('billing.settle_top_up'), ('billing.reconcile'),
        ('billing.receive_stripe_event'), ('billing.retry_stripe_events'),
        ('billing.replay_stripe_event'),
        ('ai.import_prices'), ('ai.remove_budget'), ('ai.set_budget'), ('ai.set_enabled'), ('ai.set_model'),
        ('ai.set_model_limit'), ('ai.set_price'), ('api.remove_my_budget'), ('api.set_ai_enabled'),
        ('api.set_model'), ('api.set_model_limit'), ('api.set_model_price'), ('api.set_my_budget'),
        ('ai.admit_many'), ('ai.note_many'), ('ai.settle_many'), ('ai.settle_abandoned'),
        ('ai.verify')$$,
    'definers'
);

select * from finish();
rollback;
