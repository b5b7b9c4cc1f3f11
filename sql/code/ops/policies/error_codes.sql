drop policy if exists "The service reads error codes" on ops.error_codes;
create policy "The service reads error codes" on ops.error_codes
    for select to authenticator using (true);

grant select on ops.error_codes to authenticator, service_role;
