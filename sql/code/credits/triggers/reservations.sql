-- A reservation's row is itself the record of its making; what is audited is how it ended.
create or replace trigger reservations_audit after update or delete on credits.reservations
    for each row
    execute function audit.record(
        'amount', 'job_type', 'job_id', 'expires_at', 'created_at', 'description', 'sequence', 'metadata'
    );
