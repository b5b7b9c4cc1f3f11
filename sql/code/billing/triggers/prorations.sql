create or replace trigger prorations_refuse_change before update or delete on billing.prorations
    for each row execute function ops.refuse_change();

create or replace trigger prorations_refuse_truncate before truncate on billing.prorations
    for each statement execute function ops.refuse_change();
