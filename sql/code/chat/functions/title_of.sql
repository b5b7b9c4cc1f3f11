create or replace function chat.title_of(p_text text)
returns text
language sql
immutable
security invoker
begin atomic
    select nullif(
        rtrim(
            left(btrim(regexp_replace(left(p_text, 1000), '[[:space:][:cntrl:]]+', ' ', 'g')), 60)
        ),
        ''
    );
end;

comment on function chat.title_of(text) is 'The first 60 characters of a text on one line; null of a blank one.';
