create or replace trigger payment_returns_refuse_change before update or delete on billing.payment_returns
    for each row execute function ops.refuse_change();

create or replace trigger payment_returns_refuse_truncate before truncate on billing.payment_returns
    for each statement execute function ops.refuse_change();
