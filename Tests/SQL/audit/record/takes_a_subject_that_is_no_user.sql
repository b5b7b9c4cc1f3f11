-- Regression: the token of a server whose subject is no uuid made every audited change fail.
begin;
select plan(2);

select tests.a_user() as user_id \gset
select set_config('request.jwt.claims', '{"sub": "painter", "role": "service_role"}', true);
select lives_ok(format('select credits.grant_credits(%L, 5, ''purchase'')', :'user_id'), 'it is granted');
select is(l.actor_id, null, 'by nobody that is a user')
from audit.log l where l.relation = 'credits.grants' order by l.id desc limit 1;

select * from finish();
rollback;
