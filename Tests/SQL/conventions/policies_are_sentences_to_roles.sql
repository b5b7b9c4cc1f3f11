-- A policy's name is a sentence and it says to whom; policies for users read the token once.
begin;
select plan(2);

prepare offenders as
select p.policyname::text
from pg_policies p
where
    p.schemaname in (select o::text from tests.ours() o)
    and (
        p.policyname !~ '^[A-Z][a-z]* ([a-z]+ )+[a-z]+$'
        or 'public' = any (p.roles)
        or concat(
            p.qual,
            p.with_check
        ) ~ 'auth\.(uid|role|jwt|email)\(\)' and concat(p.qual, p.with_check) !~ 'SELECT auth\.'
    );

select is_empty('offenders', 'all are');
create table ops.planted (id uuid);
create policy planted_select on ops.planted for select to authenticated using (true);
create policy "Everybody reads planted rows" on ops.planted for select using (true);
create policy "Users read slowly planted rows" on ops.planted for select to authenticated using (
    id = auth.uid()
);
select set_eq(
    'offenders', $$values ('planted_select'), ('Everybody reads planted rows'), ('Users read slowly planted rows')$$, 'planted ones are found'
);

select * from finish();
rollback;
