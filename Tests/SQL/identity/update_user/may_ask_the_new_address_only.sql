-- With a setting the new address alone confirms. What somebody else has taken meanwhile is refused.
begin;
select plan(4);

update identity.settings set confirms_old_address = false, mail_pause_seconds = 0;
select tests.a_person('old@example.com') as user_id \gset
select tests.claims(:'user_id') as claims \gset
select identity.update_user('{"email": "new@example.com"}', tests.context(:'claims'));
select is(tests.redeem('email_change', 'new@example.com'), '200', 'confirmed');
select is((select u.email from auth.users u where u.id = :'user_id'), 'new@example.com', 'changed');
select is_empty(
    'select from ops.outbox where recipient = ''old@example.com''', 'the old one is not asked'
);
select identity.update_user('{"email": "wanted@example.com"}', tests.context(:'claims'));
select tests.a_person('wanted@example.com');
select is(
    tests.redeem('email_change', 'wanted@example.com'), '422 email_exists', 'taken meanwhile'
);

select * from finish();
rollback;
