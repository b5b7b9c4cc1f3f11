create or replace trigger reservations_audit after insert or update or delete on credits.reservations
    for each row execute function audit.record('user_id', 'id');
