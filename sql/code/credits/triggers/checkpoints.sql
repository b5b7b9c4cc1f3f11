create or replace trigger checkpoints_refuse_change before update or delete on credits.checkpoints
    for each row execute function credits.refuse_checkpointed();

create or replace trigger checkpoints_refuse_truncate before truncate on credits.checkpoints
    for each statement execute function ops.refuse_change();
