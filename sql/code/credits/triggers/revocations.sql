create or replace trigger revocations_refuse_change before update or delete on credits.revocations
    for each row execute function ops.refuse_all_but_erasure('reason');

create or replace trigger revocations_refuse_truncate before truncate on credits.revocations
    for each statement execute function ops.refuse_change();

create or replace trigger revocations_audit after insert on credits.revocations
    for each row execute function audit.record();
