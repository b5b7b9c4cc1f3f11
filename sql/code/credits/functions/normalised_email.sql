-- One person's mailbox under all the names that reach it: in any case and width, with a tag after a
-- plus, and at Google with dots anywhere and under either domain.
create or replace function credits.normalised_email(p_email text)
returns text
language sql
immutable
security invoker
begin atomic
    select
        case
            when d.domain = 'gmail.com' then coalesce(nullif(replace(l.part, '.', ''), ''), l.part)
            else l.part
        end || '@' || d.domain
    from (select btrim(lower(normalize(p_email, nfkc)), e' \t\r\n')) as a (address)
    cross join lateral (
        select substring(a.address from '^(.*)@'), substring(a.address from '([^@]*?)\.?$')
    ) as s (part, domain)
    cross join lateral (select coalesce(nullif(split_part(s.part, '+', 1), ''), s.part)) as l (part)
    cross join lateral (
        select case s.domain when 'googlemail.com' then 'gmail.com' else s.domain end
    ) as d (domain);
end;

comment on function credits.normalised_email(text) is
    'An e-mail address in the one form that all spellings of it share; null for what has no @.';
