create or replace trigger seals_refuse_change before update or delete on audit.seals
    for each row execute function ops.refuse_change();

create or replace trigger seals_refuse_truncate before truncate on audit.seals
    for each statement execute function ops.refuse_change();
