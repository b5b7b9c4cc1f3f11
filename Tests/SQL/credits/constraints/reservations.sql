-- Every constraint of credits.reservations fires by its name.
begin;
select plan(15);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4);

select is(tests.violation(format(planted.sql, :'user_id')), planted.name, planted.sql)
from (values
    (
        'insert into credits.reservations select * from credits.reservations where user_id = %L',
        'reservations_pkey'
    ),
    (
        'insert into credits.reservations (user_id, amount, job_type, expires_at, sequence)
            select gen_random_uuid(), 1, ''story'', now(), 1 where %L is not null',
        'reservations_user_id_fkey'
    ),
    (
        'update credits.reservations set settled_at = now() where user_id = %L',
        'reservations_status_fits_settled_at_and_charged'
    ),
    (
        'update credits.reservations set charged = 1 where user_id = %L',
        'reservations_status_fits_settled_at_and_charged'
    ),
    (
        'update credits.reservations set status = ''released'' where user_id = %L',
        'reservations_status_fits_settled_at_and_charged'
    ),
    (
        'update credits.reservations set status = ''confirmed'', settled_at = now()
        where user_id = %L',
        'reservations_status_fits_settled_at_and_charged'
    ),
    (
        'update credits.reservations set status = ''expired'', settled_at = now(), charged = 1
        where user_id = %L',
        'reservations_status_fits_settled_at_and_charged'
    ),
    (
        'update credits.reservations set status = ''lost'' where user_id = %L',
        'reservation_status_is_known'
    ),
    (
        'update credits.reservations set amount = 0 where user_id = %L',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'
    ),
    (
        'update credits.reservations set shortfall = -1 where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.reservations set job_type = ''A'' where user_id = %L',
        'job_type_is_a_short_identifier'
    ),
    (
        'update credits.reservations set job_id = '''' where user_id = %L',
        'job_id_is_1_to_200_characters'
    ),
    (
        'update credits.reservations set description = '''' where user_id = %L',
        'description_is_1_to_500_characters'
    ),
    (
        'update credits.reservations set reason = '''' where user_id = %L',
        'reason_is_1_to_500_characters'
    ),
    ('update credits.reservations set expires_at = null where user_id = %L', 'expires_at')
) as planted (sql, name);

select * from finish();
rollback;
