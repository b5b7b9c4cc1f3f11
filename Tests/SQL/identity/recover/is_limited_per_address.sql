-- To an address go a mail a minute and three an hour; further ones are refused with the seconds to
-- wait, whatever the spelling.
begin;
select plan(11);

select tests.a_person('a@example.com');
select is(
    tests.outcome(identity.recover('{"email": "a@example.com"}', tests.context())), '200',
    'the first'
);
select a.* from identity.recover('{"email": "A@EXAMPLE.com"}', tests.context()) a \gset
select is(:'status'::text, '429', 'the second, at once');
select matches(
    :'body'::jsonb ->> 'message',
    '^For security purposes, you can only request this after (59|60) seconds\.$', 'its message'
);
select is(:'body'::jsonb ->> 'code', 'over_email_send_rate_limit', 'its code');
select matches(:'headers'::jsonb ->> 'retry-after', '^(59|60)$', 'retry-after');
select tests.let_mail_age('61 seconds');
select is(
    tests.outcome(identity.recover('{"email": "a@example.com"}', tests.context())), '200',
    'the second, after a minute'
);
select tests.let_mail_age('61 seconds');
select is(
    tests.outcome(identity.recover('{"email": "a@example.com"}', tests.context())), '200',
    'the third'
);
select tests.let_mail_age('61 seconds');
select a.* from identity.recover('{"email": "a@example.com"}', tests.context()) a \gset
select is(:'body'::jsonb ->> 'message', 'email rate limit exceeded', 'the fourth');
select is(
    tests.outcome(identity.recover('{"email": "b@example.com"}', tests.context())), '200',
    'another address'
);
select tests.let_mail_age('58 minutes');
select is(
    tests.outcome(identity.recover('{"email": "a@example.com"}', tests.context())), '200',
    'an hour after the first'
);
select is(
    (select count(*) from ops.outbox o where o.recipient = 'a@example.com'), 4::bigint,
    'so many mails'
);

select * from finish();
rollback;
