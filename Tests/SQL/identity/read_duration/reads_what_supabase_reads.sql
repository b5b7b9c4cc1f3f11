-- Durations are numbers with units, one after another.
begin;
select plan(16);

select is(identity.read_duration(read.text), read.duration, read.text)
from (values
    ('24h', interval '24 hours'), ('1h30m', interval '90 minutes'), ('1.5h', interval '90 minutes'), ('300ms', interval '0.3 seconds'),
    (
        '876000h', interval '876000 hours'
    ), ('0s', interval '0'), ('', null), ('none', null), ('1', null), ('h', null), ('-1h', null),
    ('1d', null), ('1h ', null), ('1h1', null), (
        '999999999h', make_interval(secs => 9223372036)
    ), (null, null)
) as read (text, duration);

select * from finish();
rollback;
