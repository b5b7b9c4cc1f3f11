-- Changes within the last period are billed together with the next, as is whatever else was added.
create or replace function billing.period_line_of(p_invoice jsonb)
returns jsonb
language sql
immutable
security invoker
begin atomic
    select l.value
    from jsonb_array_elements(p_invoice #> '{lines,data}') l
    where (l.value #>> '{period,end}')::bigint > (l.value #>> '{period,start}')::bigint
    order by
        billing.is_whole_period(l.value) desc, (l.value #>> '{period,start}')::bigint desc,
        (l.value #>> '{period,end}')::bigint desc
    limit 1;
end;

comment on function billing.period_line_of(jsonb) is
    'The line of an invoice at Stripe that tells which period it is for; null where none lasts.';
