-- An inquiry that was closed and becomes a chargeback after all takes back; what is decided stays so.
begin;
select plan(4);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'warning_needs_response'), 2);
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'warning_closed'), 4);
select tests.receive('charge.dispute.updated', tests.stripe_dispute(:'id', 'needs_response'), 3);
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'closed');
select tests.receive('charge.dispute.funds_withdrawn', tests.stripe_dispute(:'id', 'needs_response'), 5);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'a chargeback after all');
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'lost'), 7);
select tests.receive('charge.dispute.updated', tests.stripe_dispute(:'id', 'warning_closed'), 8);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'lost');
select is_empty('select credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
