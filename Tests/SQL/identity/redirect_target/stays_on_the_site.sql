-- Links lead to the sites own origin or to what is listed, in no disguise.
begin;
select plan(21);

update identity.settings set site_url = 'https://app.example.com/start', redirect_urls = array[
    'myapp://in', 'https://*.example.org', 'https://preview.example.net/*'
];
select is(
    identity.redirect_target(asked.url), coalesce(asked.target, 'https://app.example.com/start'),
    asked.url
)
from (values
    (null, null), ('', null),
    ('https://app.example.com', 'https://app.example.com'),
    ('https://APP.example.com/x?y=1', 'https://APP.example.com/x?y=1'),
    ('myapp://in', 'myapp://in'),
    ('https://preview.example.net/a/b', 'https://preview.example.net/a/b'),
    ('http://app.example.com', null), ('https://app.example.com:8443/', null),
    ('https://app.example.com.evil.com', null), ('https://app.example.com@evil.com', null),
    ('https://evil.com/https://app.example.com', null), ('https://app.example.com\@evil.com', null),
    ('//app.example.com', null), ('javascript:alert(1)', null), ('https://app.example.com#x', null),
    (
        e'https://app.example.com/\n', null
    ), ('https://app.example.com/ x', null), ('myapp://in/x', null),
    ('https://a.example.org', null), ('https://preview.example.net', null),
    ('https://app.example.com/' || repeat('x', 2048), null)
) as asked (url, target);

select * from finish();
rollback;
