-- Claims without a key are bounded by their role alone. What nobody has thought of is closed to keys.
create or replace function identity.allows(p_claims jsonb, p_objects text[])
returns boolean
language sql
stable
security invoker
begin atomic
    select
        p_claims ->> 'api_key_id' is null
        or p_claims -> 'scopes' ? 'all'
        or not exists (
            select
            from unnest(p_objects) o (name)
            where not exists (
                select
                from identity.api_scope_objects s
                where s.object = o.name and p_claims -> 'scopes' ? s.scope
            )
        );
end;

comment on function identity.allows(jsonb, text[]) is
    'Whether the scopes of the key behind p_claims open all of p_objects; true where no key is behind them.';
