drop policy if exists "Users read their own archived calls" on ai.archived_calls;
create policy "Users read their own archived calls" on ai.archived_calls
    for select to authenticated using (user_id = (select auth.uid()));

-- Never raw_usage, digest or price: they are for services.
grant select (
    user_id, id, api_key_id, run_id, provider, model, operation, service_tier, hold, attempt,
    input_tokens, cached_input_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens,
    reasoning_tokens, outcome, basis, charge, is_capped, latency_ms, first_token_ms,
    provider_request_id, created_at, settled_at
) on ai.archived_calls to authenticated;
grant select on ai.archived_calls to service_role;

revoke update, delete, truncate on ai.archived_calls from thin_owner;
-- What a trigger lets go, of deleted accounts only.
grant update (digest, run_id, raw_usage, provider_request_id) on ai.archived_calls to thin_owner;
