create or replace function billing.stripe_time_of(p_value jsonb)
returns timestamptz
language sql
immutable
security invoker
begin atomic
    select case when jsonb_typeof(p_value) = 'number' then to_timestamp((p_value #>> '{}')::double precision) end;
end;

comment on function billing.stripe_time_of(jsonb) is 'A time as Stripe writes it, in seconds since 1970; null for anything else.';
