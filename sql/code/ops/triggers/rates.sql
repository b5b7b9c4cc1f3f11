-- That it ends changes nobody's limit, and who is counted by it is not counted anew.
create or replace trigger rates_touch_updated_at before update on ops.rates
    for each row
    when (
        (old.class, old.plan, old.requests, old.period)
        is distinct from (new.class, new.plan, new.requests, new.period)
    )
    execute function ops.touch_updated_at();

create or replace trigger rates_audit after insert or update or delete on ops.rates
    for each row execute function audit.record('created_at');
