create or replace function billing.stripe_id_of(p_value jsonb)
returns text
language sql
immutable
security invoker
begin atomic
    select case jsonb_typeof(p_value) when 'string' then p_value #>> '{}' when 'object' then p_value ->> 'id' end;
end;

comment on function billing.stripe_id_of(jsonb) is
    'The id of an object that Stripe names, or spells out where it was asked to.';
