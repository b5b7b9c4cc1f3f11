-- Views have exactly the columns that clients rely on, and none has metadata.
begin;
select plan(5);

select columns_are('api', 'balance', array['user_id', 'available', 'held', 'debt']);
select columns_are(
    'api', 'credit_grants',
    array['id', 'user_id', 'source', 'amount', 'remaining', 'priority', 'effective_at', 'expires_at', 'created_at']
);
select columns_are(
    'api', 'credit_usage',
    array['id', 'job_id', 'job_type', 'credits_used', 'status', 'description', 'created_at']
);
select columns_are(
    'api', 'ledger_entries',
    array['user_id', 'sequence', 'kind', 'amount', 'balance', 'grant_id', 'reservation_id', 'created_at']
);
select columns_are(
    'api', 'revocations',
    array['id', 'user_id', 'grant_id', 'kind', 'amount', 'taken', 'owed', 'written_off', 'created_at']
);

select * from finish();
rollback;
