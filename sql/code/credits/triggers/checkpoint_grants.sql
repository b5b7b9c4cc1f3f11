create or replace trigger checkpoint_grants_refuse_change before update or delete on credits.checkpoint_grants
    for each row execute function credits.refuse_checkpointed();

create or replace trigger checkpoint_grants_refuse_truncate before truncate on credits.checkpoint_grants
    for each statement execute function ops.refuse_change();
