-- Every constraint of credits.compensations fires by its name.
begin;
select plan(11);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.queue_compensation(:'user_id', :'id', 1);

select is(tests.violation(format(planted.sql, :'user_id')), planted.name, planted.sql)
from (values
    (
        'insert into credits.compensations select * from credits.compensations where user_id = %L',
        'compensations_pkey'
    ),
    (
        'insert into credits.compensations (user_id, reservation_id, amount)
            select user_id, reservation_id, 1 from credits.compensations where user_id = %L',
        'compensations_reservation_key'
    ),
    (
        'insert into credits.compensations (user_id, reservation_id, amount)
            select gen_random_uuid(), reservation_id, 1 from credits.compensations where user_id = %L',
        'compensations_user_id_fkey'
    ),
    (
        'update credits.compensations set status = ''settled'', settled_at = now(), grant_id = gen_random_uuid()
        where user_id = %L',
        'compensations_grant_fkey'
    ),
    (
        'update credits.compensations set status = ''settled'', settled_at = now() where user_id = %L',
        'compensations_status_fits_grant_and_settled_at'
    ),
    (
        'update credits.compensations set settled_at = now() where user_id = %L',
        'compensations_status_fits_grant_and_settled_at'
    ),
    (
        'update credits.compensations set attempts = 11 where user_id = %L',
        'compensations_attempts_is_0_to_10'
    ),
    (
        'update credits.compensations set attempts = -1 where user_id = %L',
        'compensations_attempts_is_0_to_10'
    ),
    ('update credits.compensations set status = ''lost'' where user_id = %L', 'compensation_status_is_known'),
    ('update credits.compensations set last_error = ''no'' where user_id = %L', 'sqlstate_is_5_characters'),
    (
        'update credits.compensations set amount = 0 where user_id = %L',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'
    )
) as planted (sql, name);

select * from finish();
rollback;
