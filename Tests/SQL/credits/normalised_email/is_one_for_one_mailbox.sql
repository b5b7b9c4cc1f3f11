-- All spellings of a mailbox have one form, different mailboxes have different ones.
begin;
select plan(21);

select is(credits.normalised_email(spelt.address), spelt.form, format('%L', spelt.address))
from (values
    ('ada@example.com', 'ada@example.com'),
    ('ADA@Example.COM', 'ada@example.com'),
    (e' ada@example.com\t\n', 'ada@example.com'),
    ('ada@example.com.', 'ada@example.com'),
    ('ada+one@example.com', 'ada@example.com'),
    ('ada+one+two@example.com', 'ada@example.com'),
    ('a.d.a@example.com', 'a.d.a@example.com'),
    ('a.d.a@gmail.com', 'ada@gmail.com'),
    ('A.da+one@GMAIL.com', 'ada@gmail.com'),
    ('a.da@googlemail.com', 'ada@gmail.com'),
    ('ada@mail.gmail.com', 'ada@mail.gmail.com'),
    ('ａｄａ＠ｇｍａｉｌ．ｃｏｍ', 'ada@gmail.com'),
    ('ada＋one@example.com', 'ada@example.com'),
    (e'A\u0308da@example.com', e'\u00e4da@example.com'),
    ('"a@b"@example.com', '"a@b"@example.com'),
    ('+one@example.com', '+one@example.com'),
    ('...@gmail.com', '...@gmail.com'),
    ('ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'),
    ('ada', null),
    ('', null),
    (null, null)
) as spelt (address, form);

select * from finish();
rollback;
