-- Every constraint of the tables behind the signup bonus fires by its name.
begin;
select plan(17);

select tests.a_member() as user_id \gset
select tests.a_user(10) as other \gset
select (credits.claim_signup_bonus(:'user_id', p_network => '192.0.2.1')).id as grant_id \gset

select is(
    tests.violation(format(planted.sql, :'user_id', :'grant_id', :'other')), planted.name,
    planted.sql
)
from (values
    (
        'insert into credits.signup_claims (user_id, plan, grant_id) values (%1$L, ''free'', %2$L)',
        'signup_claims_pkey'
    ),
    (
        'insert into credits.signup_claims (user_id, plan, grant_id) values (%3$L, ''free'', %2$L)',
        'signup_claims_grant_fkey'
    ),
    (
        'insert into credits.signup_claims (user_id, plan, grant_id) values (%3$L, ''Free'', %2$L)',
        'plan_id_is_a_short_identifier'
    ),
    (
        'update credits.signup_claims set reversed_at = now() where user_id = %1$L',
        'signup_claims_reversed_at_fits_reversed_reason'
    ),
    (
        'update credits.signup_claims set reversed_reason = ''x'' where user_id = %1$L',
        'signup_claims_reversed_at_fits_reversed_reason'
    ),
    (
        'insert into credits.signup_identities select * from credits.signup_identities
        where claimed_by = %1$L',
        'signup_identities_pkey'
    ),
    (
        'update credits.signup_identities set kind = ''phone'' where claimed_by = %1$L',
        'identity_kind_is_email_or_device_or_card'
    ),
    (
        'update credits.signup_identities set digest = ''\x00'' where claimed_by = %1$L',
        'digest_is_32_bytes'
    ),
    (
        'insert into credits.signup_networks values (''192.0.2.0/24'', array[now()])',
        'signup_networks_pkey'
    ),
    (
        'update credits.signup_networks set claimed_at = ''{}''',
        'signup_networks_claimed_at_is_bounded'
    ),
    (
        'update credits.signup_networks set claimed_at = array_fill(now(), array[10001])',
        'signup_networks_claimed_at_is_bounded'
    ),
    (
        'insert into credits.disposable_domains values (''mailinator.com'')',
        'disposable_domains_pkey'
    ),
    (
        'insert into credits.disposable_domains values (''Mail.example'')',
        'disposable_domains_domain_is_a_lower_case_name'
    ),
    (
        'insert into credits.disposable_domains values (''.example'')',
        'disposable_domains_domain_is_a_lower_case_name'
    ),
    (
        'insert into credits.disposable_domains values (''a@mail.example'')',
        'disposable_domains_domain_is_a_lower_case_name'
    ),
    ('insert into credits.disposable_domains values (''mail.example'')', null),
    (
        'insert into credits.grants (user_id, source, amount, remaining, sequence)
        values (%1$L, ''signup_bonus'', 1, 1, 9)',
        'grants_signup_bonus_key'
    )
) as planted (sql, name);

select * from finish();
rollback;
