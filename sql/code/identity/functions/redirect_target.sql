-- What links lead to gets tokens. So it is the site's own origin, or what an operator has listed,
-- and never something that a browser might read otherwise than we do.
create or replace function identity.redirect_target(p_requested text)
returns text
language sql
stable
security invoker
begin atomic
    select
        case
            when
                length(p_requested) <= 2048
                and p_requested !~ '[[:space:][:cntrl:]\\#]'
                and (
                    lower(substring(p_requested from '^https?://[^/?]+'))
                    = lower(substring(s.site_url from '^https?://[^/?]+'))
                    or exists (
                        select from unnest(s.redirect_urls) as u (url)
                        where
                            p_requested = u.url
                            or (u.url ~ '\*$' and starts_with(p_requested, rtrim(u.url, '*')))
                    )
                )
                then p_requested
            else s.site_url
        end
    from identity.settings s;
end;

comment on function identity.redirect_target(text) is
    'Where a link leads: to p_requested if it is of the site or allowed, else to the site.';
