-- What isn't an event is refused by its field, and leaves nothing.
begin;
select plan(14);

select is(
    tests.refusal(format('select billing.receive_stripe_event(%L)', c.payload)), 'TH001 ' || c.field, left(c.payload, 60)
)
from (values
    (null, 'payload'), ('null', 'payload'), ('[]', 'payload'), ('"evt_1"', 'payload'), ('{}', 'id'),
    ('{"id": "cs_1"}', 'id'), ('{"id": "evt_1; drop"}', 'id'), ('{"id": "evt_1"}', 'type'),
    ('{"id": "evt_1", "type": ""}', 'type'), ('{"id": "evt_1", "type": "x"}', 'created'),
    ('{"id": "evt_1", "type": "x", "created": -1}', 'created'),
    ('{"id": "evt_1", "type": "x", "created": 1, "data": {"object": []}}', 'data'),
    (
        '{"id": "evt_1", "type": "x", "created": 1, "data": {"object": {"x": "' || repeat('x', 600000) || '"}}}',
        'payload'
    )
) as c (payload, field);
select is_empty('select from billing.stripe_events', 'nothing is kept');

select * from finish();
rollback;
