create or replace trigger checkouts_touch_updated_at before update on billing.checkouts
    for each row execute function ops.touch_updated_at();

-- Whoever has the address of the page pays for it; where it leads back to may tell more than is ours to keep.
create or replace trigger checkouts_audit after insert or update or delete on billing.checkouts
    for each row execute function audit.record_columns(
        'user_id', 'id', 'mode', 'pack', 'plan', 'cycle', 'credits', 'unit_amount', 'amount_total', 'currency',
        'trial_days', 'saves_payment_method', 'status', 'stripe_session_id', 'subscription_id'
    );
