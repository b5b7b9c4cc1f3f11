-- Without a confirmed address of a lasting domain there is no bonus; each refusal says what lacks.
begin;
select plan(9);

insert into credits.disposable_domains (domain) values ('throwaway.example');
insert into auth.users (id, email, email_confirmed_at, is_anonymous) values
    ('00000000-0000-4000-8000-000000000001', null, null, true),
    ('00000000-0000-4000-8000-000000000002', 'b@example.com', now(), true),
    ('00000000-0000-4000-8000-000000000003', null, null, false),
    ('00000000-0000-4000-8000-000000000004', '', now(), false),
    ('00000000-0000-4000-8000-000000000005', 'e@example.com', null, false),
    ('00000000-0000-4000-8000-000000000006', 'f@throwaway.example', now(), false),
    ('00000000-0000-4000-8000-000000000007', 'g@mail.Throwaway.example', now(), false);

select is(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(''00000000-0000-4000-8000-00000000000%s'')',
            asked.user
        )
    ),
    asked.refusal,
    asked.why
)
from (values
    (1, 'TH403 user', 'anonymous'),
    (2, 'TH403 user', 'anonymous with an address'),
    (3, 'TH403 email', 'no address'),
    (4, 'TH403 email', 'an empty address'),
    (5, 'TH403 email_confirmed_at', 'an address that is not confirmed'),
    (6, 'TH403 email', 'a disposable domain'),
    (7, 'TH403 email', 'below a disposable domain'),
    (8, 'TH404 account', 'nobody')
) as asked ("user", refusal, why);
update auth.users set email_confirmed_at = now() where id = '00000000-0000-4000-8000-000000000005';
select lives_ok(
    $$select credits.claim_signup_bonus('00000000-0000-4000-8000-000000000005')$$,
    'once it is confirmed'
);

select * from finish();
rollback;
