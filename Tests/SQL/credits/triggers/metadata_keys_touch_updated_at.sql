-- Changing a key's row tells when.
begin;
select plan(1);

update credits.metadata_keys set description = 'changed', updated_at = '2000-01-01' where key = 'note';

select ok(m.updated_at > m.created_at and m.updated_at > now(), 'now, whatever was set')
from credits.metadata_keys m where m.key = 'note';

select * from finish();
rollback;
