-- Users are listed newest first, by pages, with the total and where to go on.
begin;
select plan(18);

select tests.a_person(n || '@example.com') from generate_series(1, 5) n;
update auth.users set created_at = now() - make_interval(
    mins => split_part(email, '@', 1)::integer
);
create function tests.listed(p_query jsonb) returns text language sql as $$
    select coalesce(
        string_agg(split_part(u.value ->> 'email', '@', 1), '' order by u.position),
        tests.outcome((a.status, a.body, a.claims, a.headers)::identity.answer)
    )
    || coalesce(' ' || (a.headers ->> 'x-total-count'), '')
    from identity.admin_list_users('{}', tests.context(tests.an_admin(), p_query)) a
    left join lateral jsonb_array_elements(
        a.body -> 'users'
    ) with ordinality u (value, position) on true
    group by a.status, a.body, a.headers, a.claims
$$;

select is(tests.listed(asked.query::jsonb), asked.answer, asked.query)
from (values
    ('{}', '12345 5'), (
        '{"page": "", "per_page": ""}', '12345 5'
    ), ('{"page": "1", "per_page": "2"}', '12 5'),
    ('{"page": "3", "per_page": "2"}', '5 5'), (
        '{"page": "4", "per_page": "2"}', '200 5'
    ), ('{"page": "0", "per_page": "2"}', '12 5'),
    ('{"per_page": "999999999"}', '12345 5'), (
        '{"per_page": "0"}', '400 validation_failed'
    ), ('{"page": "-1"}', '400 validation_failed'),
    ('{"page": "x"}', '400 validation_failed'), (
        '{"page": "99999999999999999999"}', '400 validation_failed'
    ), ('{"page": "999999999", "per_page": "1000"}', '200 5'),
    ('{"filter": "3@EX"}', '3 1'), ('{"filter": "%"}', '200 0')
) as asked (query, answer);
select is(
    (
        identity.admin_list_users('{}', tests.context(tests.an_admin(), '{"per_page": "2"}'))
    ).headers ->> 'link',
    '</admin/users?page=2&per_page=2>; rel="next", </admin/users?page=3&per_page=2>; rel="last"',
    'link'
);
select is(
    (
        identity.admin_list_users(
            '{}', tests.context(tests.an_admin(), '{"page": "3", "per_page": "2"}')
        )
    ).headers ->> 'link',
    '</admin/users?page=3&per_page=2>; rel="last"', 'the last page'
);
select is(
    (identity.admin_list_users('{}', tests.context(tests.an_admin()))).body ->> 'aud',
    'authenticated', 'aud'
);
select unalike(
    (identity.admin_list_users('{}', tests.context(tests.an_admin())))::text, '%$2a$%',
    'no password hashes'
);

select * from finish();
rollback;
