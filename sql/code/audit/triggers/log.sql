create or replace trigger log_refuses_change before update or delete on audit.log
    for each row execute function ops.refuse_change();

create or replace trigger log_refuses_truncate before truncate on audit.log
    for each statement execute function ops.refuse_change();
