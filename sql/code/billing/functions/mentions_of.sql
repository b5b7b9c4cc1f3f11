-- Ids stand in an event wherever Stripe puts them, and in metadata, where ours are: so all that look like one are
-- looked up.
create or replace function billing.mentions_of(p_payload jsonb)
returns setof uuid
language sql
stable
security invoker
begin atomic
    select r.owner_id
    from regexp_matches(
        p_payload::text, '"((?:cus|cs|sub|in|pi)_[A-Za-z0-9_]{1,250})"', 'g'
    ) as m (found)
    join billing.stripe_references r on r.id = m.found[1]
    where r.owner_id is not null
    union
    select m.found[1]::uuid
    from regexp_matches(
        p_payload::text, '"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"', 'g'
    ) as m (found);
end;

comment on function billing.mentions_of(jsonb) is 'Whom an event from Stripe is about, as far as it is known.';
