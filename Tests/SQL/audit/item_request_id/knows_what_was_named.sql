-- The request of a row that was named; null for any other, and when none was.
begin;
select plan(4);

select is(audit.item_request_id('00000000-0000-0000-0000-000000000001'), null, 'before');
select audit.name_requests(
    '[{"id": "00000000-0000-0000-0000-000000000001", "request_id": "r-1"},
      {"id": "00000000-0000-0000-0000-000000000002", "request_id": null}, {}, 7]',
    'id'
);
select is(audit.item_request_id('00000000-0000-0000-0000-000000000001'), 'r-1', 'named');
select is(audit.item_request_id('00000000-0000-0000-0000-000000000002'), null, 'not named');
select audit.name_requests('[{}]', 'id');
select is(audit.item_request_id('00000000-0000-0000-0000-000000000001'), null, 'no more');

select * from finish();
rollback;
