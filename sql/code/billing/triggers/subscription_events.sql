create or replace trigger subscription_events_refuse_change before update or delete on billing.subscription_events
    for each row execute function ops.refuse_change();

create or replace trigger subscription_events_refuse_truncate before truncate on billing.subscription_events
    for each statement execute function ops.refuse_change();
