create or replace function ops.label(p_name text, p_value text)
returns text
language sql
immutable
security invoker
begin atomic
    select format(
        '%s="%s"', p_name,
        replace(replace(replace(p_value, '\', '\\'), '"', '\"'), E'\n', '\n')
    );
end;

comment on function ops.label(text, text) is 'A label as Prometheus reads it, quoted.';
