create or replace trigger idempotency_keys_refuse_change before update or delete on credits.idempotency_keys
    for each row execute function ops.refuse_all_but_erasure('*');

create or replace trigger idempotency_keys_refuse_truncate before truncate on credits.idempotency_keys
    for each statement execute function ops.refuse_change();
