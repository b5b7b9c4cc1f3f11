-- Turns the refusal of a domain into a refusal of the argument that bears its name.
create or replace function ops.fail_argument(p_domain text, p_constraint text)
returns void
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.fail(
        'TH001',
        p_domain,
        coalesce(replace(nullif(p_constraint, ''), '_', ' '), p_domain || ' is required')
    );
end
$$;

comment on function ops.fail_argument(text, text) is
    'Raises TH001 for the argument named after the domain p_domain; the hint is its constraint in words.';
