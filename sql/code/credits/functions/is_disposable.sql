create or replace function credits.is_disposable(p_email text)
returns boolean
language sql
stable
security invoker
begin atomic
    select exists (
        select
        from string_to_array(split_part(p_email, '@', -1), '.') as n (labels)
        cross join lateral generate_subscripts(n.labels, 1) as i (first)
        join credits.disposable_domains d on d.domain = array_to_string(n.labels[i.first:], '.')
    );
end;

comment on function credits.is_disposable(text) is
    'Whether the domain of a normalised address, or one above it, is listed as disposable.';
