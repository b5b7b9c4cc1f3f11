create or replace function identity.url_encoded(p_text text)
returns text
language sql
immutable
security invoker
begin atomic
    select coalesce(
        string_agg(
            case
                when c.code between 48 and 57 or c.code between 65 and 90 or c.code between 97 and 122
                    or c.code in (45, 46, 95, 126) then chr(c.code)
                else '%' || upper(lpad(to_hex(c.code), 2, '0'))
            end,
            '' order by b.position
        ),
        ''
    )
    from (select convert_to(p_text, 'UTF8')) as t (bytes)
    cross join lateral generate_series(0, octet_length(t.bytes) - 1) as b (position)
    cross join lateral (select get_byte(t.bytes, b.position)) as c (code);
end;

comment on function identity.url_encoded(text) is 'A text as a value in a URL''s query or fragment.';
