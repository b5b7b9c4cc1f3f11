create or replace function ai.keep_price()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if lower(old.effective) > clock_timestamp() then
        return coalesce(new, old);
    elsif
        tg_op = 'DELETE'
        or (new.id, new.provider, new.model, new.service_tier, new.rates, new.above_input_tokens)
            is distinct from
            (old.id, old.provider, old.model, old.service_tier, old.rates, old.above_input_tokens)
        or new.rates_above is distinct from old.rates_above
        or lower(new.effective) <> lower(old.effective)
        or coalesce(upper(old.effective), 'infinity') < now()
            and upper(new.effective) is distinct from upper(old.effective)
        or coalesce(upper(new.effective), 'infinity') < now()
            and upper(new.effective) is distinct from upper(old.effective)
    then
        perform ops.fail('TH500', 'A price that was in force only ends.');
    end if;
    return new;
end
$$;

comment on function ai.keep_price() is
    'Trigger: a price that was in force stays as it was, and ends now or later. Raises TH500.';
