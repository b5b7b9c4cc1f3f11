-- Without what it says, which holds addresses and cards of people.
create or replace trigger stripe_events_audit after insert or update or delete on billing.stripe_events
    for each row execute function audit.record_columns(
        'id', 'type', 'occurred_at', 'status', 'reason', 'attempts', 'next_attempt_at'
    );
