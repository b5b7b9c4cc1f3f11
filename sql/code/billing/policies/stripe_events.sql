-- What an event says holds addresses and cards of people.
grant select (
    id, type, occurred_at, status, reason, error, attempts, next_attempt_at, received_at, settled_at
) on billing.stripe_events to service_role;
revoke delete, truncate on billing.stripe_events from thin_owner;
