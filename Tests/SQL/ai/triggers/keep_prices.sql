-- A price that was in force stays as it was; it only ends, now or later. One that is planned may change.
begin;
select plan(11);

select tests.a_model('m');
insert into ai.prices (provider, model, service_tier, rates, effective)
values (
    'openai', 'm', 'flex', row(1, null, null, null, 1, null, null)::ai.rates,
    tstzrange(now() + interval '1 day', null)
);
select is(tests.refusal(c.sql || ' where service_tier = ''standard'''), c.refusal, c.sql)
from (
    values
        ('update ai.prices set rates.input = 2', 'TH500 A price that was in force only ends.'),
        ('update ai.prices set above_input_tokens = 5, rates_above = rates', 'TH500 A price that was in force only ends.'),
        ('update ai.prices set id = gen_random_uuid()', 'TH500 A price that was in force only ends.'),
        ('update ai.prices set effective = tstzrange(now(), null)', 'TH500 A price that was in force only ends.'),
        (
            'update ai.prices set effective = tstzrange(lower(effective), now() - interval ''1 second'')',
            'TH500 A price that was in force only ends.'
        ),
        ('delete from ai.prices', 'TH500 A price that was in force only ends.'),
        ('update ai.prices set effective = tstzrange(lower(effective), now())', null)
) c (sql, refusal);
select is(tests.refusal(c.sql || ' where service_tier = ''flex'''), null, c.sql)
from (values ('update ai.prices set rates.input = 2'), ('delete from ai.prices')) c (sql);
select is(tests.refusal('truncate ai.prices cascade'), 'TH500 ai.prices is append-only.', 'not all at once');
select isnt_empty(
    'select from audit.log l where l.relation = ''ai.prices''', 'what changes is in the audit log'
);

select * from finish();
rollback;
