-- Seals are never changed, not even by the owner or an administrator.
-- Alone: seals are of the whole log.
begin;
select plan(6);

select tests.a_sealed_log();
select is(tests.refusal(s.sql), 'TH500 audit.seals is append-only.', s.sql)
from unnest(array['update audit.seals set era = 2', 'delete from audit.seals', 'truncate audit.seals']) as s (sql);
select is(tests.attempt('thin_owner', null, s.sql), '42501', 'the owner: ' || s.sql)
from unnest(array['update audit.seals set era = 2', 'delete from audit.seals', 'truncate audit.seals']) as s (sql);

select * from finish();
rollback;
