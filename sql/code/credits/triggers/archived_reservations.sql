create or replace trigger archived_reservations_refuse_change
    before update or delete on credits.archived_reservations
    for each row execute function ops.refuse_all_but_erasure(
        'job_id', 'description', 'reason', 'metadata'
    );

create or replace trigger archived_reservations_refuse_truncate
    before truncate on credits.archived_reservations
    for each statement execute function ops.refuse_change();
