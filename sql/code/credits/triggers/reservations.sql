-- A reservation's row is itself the record of its making; what is audited is how it ended. It is removed
-- only when the archive has it.
create or replace trigger reservations_audit after update on credits.reservations
    referencing old table as old_rows new table as new_rows
    for each statement
    execute function audit.record_statement(
        'amount', 'job_type', 'job_id', 'expires_at', 'created_at', 'description', 'sequence', 'metadata'
    );

create or replace trigger reservations_refuse_unarchived before delete on credits.reservations
    for each row execute function credits.refuse_unarchived();

create or replace trigger reservations_refuse_truncate before truncate on credits.reservations
    for each statement execute function ops.refuse_change();
