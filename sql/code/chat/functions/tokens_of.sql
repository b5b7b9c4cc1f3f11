-- From the number of bytes alone: 2.5 of ASCII make a token at least, and of other characters each
-- byte may be one. A character of n bytes is n - 1 bytes more than one, which is n / 2 or more.
create or replace function chat.tokens_of(p_text text)
returns bigint
language sql
immutable
security invoker
begin atomic
    select ceil((b.bytes - b.others) / 2.5 + b.others)::bigint
    from (
        select
            octet_length(p_text) as bytes,
            least(octet_length(p_text), 2 * (octet_length(p_text) - length(p_text))) as others
        offset 0
    ) b;
end;

comment on function chat.tokens_of(text) is 'About how many tokens a text is, rather too many than too few.';
