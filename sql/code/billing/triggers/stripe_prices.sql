create or replace trigger stripe_prices_audit after insert or update or delete on billing.stripe_prices
    for each row execute function audit.record('created_at');
