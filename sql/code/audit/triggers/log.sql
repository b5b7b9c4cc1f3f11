create or replace trigger log_refuses_change before update or delete on audit.log
    for each row execute function audit.refuse_all_but_erasure();

create or replace trigger log_refuses_truncate before truncate on audit.log
    for each statement execute function ops.refuse_change();

-- Triggers of rows come with the parent, those of statements don't.
create or replace trigger log_refuses_truncate before truncate on audit.log_initial
    for each statement execute function ops.refuse_change();

create or replace trigger log_refuses_truncate before truncate on audit.log_default
    for each statement execute function ops.refuse_change();
