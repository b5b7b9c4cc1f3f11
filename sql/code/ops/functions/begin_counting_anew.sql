-- What was counted is a time that depends on the limit: under another one it would keep people waiting, or let
-- them through, for no reason that anybody could see.
create or replace function ops.begin_counting_anew()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ops.rate_counters c where c.class = old.id;
    return null;
end
$$;

comment on function ops.begin_counting_anew() is 'Trigger: forgets what was counted for a class whose limit was changed.';
