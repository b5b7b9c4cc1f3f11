-- Texts that a caller passes have known values or bounded lengths.
begin;
select plan(22);

select is(
    tests.violation(format('select %L::credits.%I', planted.value, planted.type)),
    planted.name,
    format('%s of %L', planted.type, left(planted.value, 12))
)
from (values
    ('idempotency_key', '', 'idempotency_key_is_1_to_200_characters'),
    ('idempotency_key', repeat('ü', 201), 'idempotency_key_is_1_to_200_characters'),
    ('idempotency_key', repeat('ü', 200), null),
    ('job_type', '1a', 'job_type_is_a_short_identifier'),
    ('job_type', 'a b', 'job_type_is_a_short_identifier'),
    ('job_type', repeat('a', 65), 'job_type_is_a_short_identifier'),
    ('job_type', 'image_generation:v1.2-x', null),
    ('job_id', '', 'job_id_is_1_to_200_characters'),
    ('job_id', repeat('a', 201), 'job_id_is_1_to_200_characters'),
    ('description', '', 'description_is_1_to_500_characters'),
    ('description', repeat('a', 501), 'description_is_1_to_500_characters'),
    ('reason', '', 'reason_is_1_to_500_characters'),
    ('reason', repeat('a', 501), 'reason_is_1_to_500_characters'),
    ('overage', 'Debt', 'overage_is_reject_or_available_or_debt'),
    ('source', 'gift', 'source_is_known'),
    ('reservation_status', 'lost', 'reservation_status_is_known'),
    ('entry_kind', 'gift', 'entry_kind_is_known'),
    ('operation', 'release', 'operation_is_known'),
    ('kind', 'fraud', 'kind_is_refund_or_chargeback_or_adjustment'),
    ('compensation_status', 'lost', 'compensation_status_is_known'),
    ('sqlstate', 'TH4', 'sqlstate_is_5_characters')
) as planted (type, value, name);
select is(
    tests.violation('select ''\x00''::credits.fingerprint'),
    'fingerprint_is_32_bytes',
    'a short fingerprint'
);

select * from finish();
rollback;
