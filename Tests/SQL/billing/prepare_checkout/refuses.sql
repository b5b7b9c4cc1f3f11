-- What can't be bought is refused by its field, and leaves no checkout.
begin;
select plan(25);

update identity.settings set site_url = 'https://example.com', redirect_urls = '{}';
select tests.a_pack();
select tests.a_pack('gone');
update billing.packs set is_sold = false where id = 'gone';
select tests.a_priced_plan('team', 2000, null, 30);
select tests.a_priced_plan('secret', 2000, null, 30);
update billing.plans set is_public = false where id = 'secret';
select tests.a_user() as user_id \gset
select is(tests.refusal(format('select billing.prepare_checkout(%L, %s)', :'user_id', c.arguments)), c.refusal, c.arguments)
from (values
    ('null', 'TH001 pack'), ('p_plan => null', 'TH001 pack'), ('''planted'', ''team''', 'TH001 pack'),
    ('''none''', 'TH404 pack'), ('''gone''', 'TH404 pack'), ('''Planted''', 'TH404 pack'), ('''''', 'TH404 pack'),
    ('p_plan => ''none''', 'TH404 plan'), ('p_plan => ''secret''', 'TH404 plan'), ('p_plan => ''free''', 'TH001 plan'),
    ('p_plan => ''team'', p_cycle => ''weekly''', 'TH001 cycle'), ('p_plan => ''team'', p_cycle => ''yearly''', 'TH404 plan'),
    ('''planted'', p_cycle => ''monthly''', 'TH001 cycle'), ('''planted'', p_with_trial => true', 'TH001 with_trial'),
    ('p_plan => ''team'', p_with_trial => null', 'TH001 with_trial'),
    ('p_plan => ''team'', p_with_trial => true', 'TH001 with_trial'),
    ('p_plan => ''team'', p_saves_payment_method => true', 'TH001 saves_payment_method'),
    ('''planted'', p_success_url => ''https://evil.example''', 'TH001 success_url'),
    ('''planted'', p_cancel_url => ''javascript:alert(1)''', 'TH001 cancel_url'),
    ('''planted'', p_cancel_url => ''https://example.com@evil.example/''', 'TH001 cancel_url'),
    ('''planted'', p_idempotency_key => ''''', 'TH001 idempotency_key'),
    ('''planted'', p_idempotency_key => repeat(''x'', 201)', 'TH001 idempotency_key')
) as c (arguments, refusal);
select is(tests.refusal('select billing.prepare_checkout(gen_random_uuid(), ''planted'')'), 'TH404 account', 'nobody');
select is(tests.refusal('select billing.prepare_checkout(null, ''planted'')'), 'TH001 user_id', 'null');
select is_empty('select from billing.checkouts', 'nothing is offered');

select * from finish();
rollback;
