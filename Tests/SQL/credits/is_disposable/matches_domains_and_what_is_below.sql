-- A listed domain is disposable, and so is every one below it; one that only ends alike is not.
begin;
select plan(10);

insert into credits.disposable_domains (domain) values ('throwaway.example');

select is(credits.is_disposable(asked.address), asked.answer, format('%L', asked.address))
from (values
    ('ada@throwaway.example', true),
    ('ada@a.throwaway.example', true),
    ('ada@a.b.throwaway.example', true),
    ('"a@b"@throwaway.example', true),
    ('ada@notthrowaway.example', false),
    ('ada@throwaway.example.com', false),
    ('throwaway.example@example.com', false),
    ('ada@example', false),
    ('ada@mailinator.com', true),
    (null, false)
) as asked (address, answer);

select * from finish();
rollback;
