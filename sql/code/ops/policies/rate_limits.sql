drop policy if exists "The service reads rate limits" on ops.rate_limits;
create policy "The service reads rate limits" on ops.rate_limits
    for select to authenticator using (true);
drop policy if exists "The service reads rate classes" on ops.rate_classes;
create policy "The service reads rate classes" on ops.rate_classes
    for select to authenticator using (true);

grant select on ops.rate_limits, ops.rate_classes to authenticator, service_role;
