create or replace trigger prices_touch_updated_at before update on ai.prices
    for each row execute function ops.touch_updated_at();

create or replace trigger prices_audit after insert or update or delete on ai.prices
    for each row execute function audit.record('created_at');

-- What was charged by a price names it.
create or replace trigger prices_keep_what_was_in_force before update or delete on ai.prices
    for each row execute function ai.keep_price();

create or replace trigger prices_refuse_truncate before truncate on ai.prices
    for each statement execute function ops.refuse_change();
