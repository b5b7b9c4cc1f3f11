-- Race: events about one object at Stripe queue on its row here, whatever came first and whether or not it is
-- known whose it is; the second sees what the first has left.
create or replace function billing.refer(p_id text, p_kind text, p_parent_id text default null)
returns billing.stripe_references
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_reference billing.stripe_references;
begin
    insert into billing.stripe_references as r (id, kind, parent_id)
    values (p_id, p_kind, p_parent_id)
    on conflict (id) do update set parent_id = coalesce(r.parent_id, excluded.parent_id)
    returning r.* into strict v_reference;
    return v_reference;
end
$$;

comment on function billing.refer(text, text, text) is
    'Makes an object at Stripe known, and locks it. Its parent, known before, is the first that it is told.';
