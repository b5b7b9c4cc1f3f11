create or replace trigger prices_touch_updated_at before update on credits.prices
    for each row execute function ops.touch_updated_at();

create or replace trigger prices_audit after insert or update or delete on credits.prices
    for each row execute function audit.record('created_at');
