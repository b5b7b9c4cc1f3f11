drop policy if exists "Users read their own payments" on billing.payments;
create policy "Users read their own payments" on billing.payments
    for select to authenticated using (user_id = (select auth.uid()));

grant select on billing.payments to authenticated, service_role;
revoke delete, truncate on billing.payments from thin_owner;
