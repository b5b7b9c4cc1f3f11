-- Whoever has bought something is led to the portal, and from there back to the site alone.
begin;
select plan(5);

update identity.settings set site_url = 'https://example.com', redirect_urls = '{}';
select tests.a_pack();
select tests.a_user() as user_id \gset
select is(tests.refusal(format('select billing.prepare_portal_session(%L)', :'user_id')), 'TH404 customer', 'nothing bought');
select tests.a_checkout(:'user_id', 'planted');
select * from billing.prepare_portal_session(:'user_id') \gset
select is(:'path'::text, '/v1/billing_portal/sessions', 'path');
select is(
    :'parameters'::jsonb,
    jsonb_build_object('customer', tests.stripe_name('cus', :'user_id'), 'return_url', 'https://example.com'), 'customer'
);
select is(
    tests.refusal(format('select billing.prepare_portal_session(%L, ''https://evil.example/'')', :'user_id')),
    'TH001 return_url', 'elsewhere'
);
select is(tests.refusal('select billing.prepare_portal_session(null)'), 'TH001 user_id', 'null');

select * from finish();
rollback;
