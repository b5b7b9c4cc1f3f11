-- An object at Stripe is known before it is known whose it is.
create or replace function audit.named_ids(p_row audit.log)
returns uuid[]
language sql
stable
security invoker
begin atomic
    select coalesce(array_agg(n.id), '{}')
    from (
        select m.found[1]::uuid as id
        from regexp_matches(
            concat((p_row).old_values::text, ' ', (p_row).new_values::text),
            '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', 'g'
        ) as m (found)
        union
        select r.owner_id
        from billing.stripe_references r
        where
            (p_row).relation = 'billing.stripe_references'
            and r.id = coalesce((p_row).new_values, (p_row).old_values) ->> 'id'
    ) n;
end;

comment on function audit.named_ids(audit.log) is
    'All ids that stand anywhere in the values of a row of the log, and whose the object at Stripe is that it is about.';
