-- Clients read which ways of signing in there are, and no more.
begin;
select plan(1);

select is((identity.show_settings('{}', tests.context())).body, '{"external": {"email": true, "phone": false, "anonymous_users": false}, "disable_signup": false, "mailer_autoconfirm": false, "phone_autoconfirm": false, "sms_provider": "", "saml_enabled": false}', 'settings');

select * from finish();
rollback;
