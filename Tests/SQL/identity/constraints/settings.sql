-- Every constraint of the settings fires by its name.
begin;
select plan(19);

select is(tests.violation(planted.sql), planted.name, planted.sql)
from (values
    ('insert into identity.settings default values', 'settings_pkey'),
    ('insert into identity.settings (id) values (false)', 'settings_is_one_row'),
    ('update identity.settings set site_url = ''x''', 'settings_site_url_is_a_url'),
    ('update identity.settings set site_url = ''https://a b''', 'settings_site_url_is_a_url'),
    (
        'update identity.settings set redirect_urls = ''{null}''',
        'settings_redirect_urls_are_up_to_100'
    ),
    (
        'update identity.settings set redirect_urls = array_fill(''x''::text, ''{101}'')',
        'settings_redirect_urls_are_up_to_100'
    ),
    (
        'update identity.settings set access_token_seconds = 29',
        'settings_access_token_seconds_is_30_to_86400'
    ),
    ('update identity.settings set session_seconds = 59', 'settings_session_seconds_is_60_or_more'),
    (
        'update identity.settings set reuse_interval_seconds = 301',
        'settings_reuse_interval_seconds_is_0_to_300'
    ),
    ('update identity.settings set code_seconds = 3601', 'settings_code_seconds_is_60_to_3600'),
    ('update identity.settings set code_tries = 11', 'settings_code_tries_is_1_to_10'),
    ('update identity.settings set link_seconds = 0', 'settings_link_seconds_is_60_to_604800'),
    (
        'update identity.settings set mail_pause_seconds = -1',
        'settings_mail_pause_seconds_is_0_to_3600'
    ),
    ('update identity.settings set mails_per_hour = 0', 'settings_mails_per_hour_is_1_to_1000'),
    (
        'update identity.settings set recovery_mails_per_hour = 0',
        'settings_recovery_mails_per_hour_is_1_to_1000'
    ),
    (
        'update identity.settings set recoveries_per_hour = 1001',
        'settings_recoveries_per_hour_is_1_to_1000'
    ),
    (
        'update identity.settings set password_bytes_min = 7',
        'settings_password_bytes_min_is_8_to_72'
    ),
    ('update identity.settings set bcrypt_cost = 9', 'settings_bcrypt_cost_is_10_to_15'),
    ('update identity.settings set allows_signup = null', 'allows_signup')
) as planted (sql, name);

select * from finish();
rollback;
