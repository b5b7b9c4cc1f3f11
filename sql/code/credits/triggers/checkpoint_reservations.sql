create or replace trigger checkpoint_reservations_refuse_change before update or delete on credits.checkpoint_reservations
    for each row execute function credits.refuse_checkpointed();

create or replace trigger checkpoint_reservations_refuse_truncate before truncate on credits.checkpoint_reservations
    for each statement execute function ops.refuse_change();
