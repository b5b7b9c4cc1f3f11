-- Regression: an update of a grant by hand was recorded without old and new values.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
update credits.grants set priority = 5 where user_id = :'user_id';

select is(
    l.old_values ->> 'priority' || ' -> ' || (l.new_values ->> 'priority'),
    '100 -> 5',
    'old and new'
)
from audit.log l where l.relation = 'credits.grants' and l.operation = 'update' order by l.id desc limit 1;
select is(l.new_values ->> 'user_id', :'user_id', 'whose')
from audit.log l where l.relation = 'credits.grants' and l.operation = 'update' order by l.id desc limit 1;

select * from finish();
rollback;
