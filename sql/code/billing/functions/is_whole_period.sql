-- The newer interface tells under parent what the older told in the line itself.
create or replace function billing.is_whole_period(p_line jsonb)
returns boolean
language sql
immutable
security invoker
begin atomic
    select
        coalesce((p_line #>> '{period,end}')::bigint > (p_line #>> '{period,start}')::bigint, false)
        and not coalesce(
            p_line ->> 'proration', p_line #>> '{parent,subscription_item_details,proration}',
            p_line #>> '{parent,invoice_item_details,proration}', 'false'
        )::boolean
        and coalesce(p_line #>> '{parent,type}', 'subscription_item_details') = 'subscription_item_details'
        and coalesce(p_line ->> 'type', 'subscription') = 'subscription';
end;

comment on function billing.is_whole_period(jsonb) is
    'Whether a line of an invoice at Stripe is for a subscription''s period, rather than for a part of one or something else.';
