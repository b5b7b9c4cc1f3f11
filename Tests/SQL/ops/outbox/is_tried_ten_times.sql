-- What could not be sent is tried again later and later, and given up after 10 attempts.
begin;
select plan(4);

insert into ops.outbox (kind, recipient, subject, body) values (
    'test', 'a@example.com', 'A', 'secret'
) returning id \gset
create function tests.attempted() returns text language plpgsql as $$
declare
    v_mail ops.outbox;
begin
    select o.* into v_mail from ops.claim_outbox() o;
    if not found then
        return 'none';
    end if;
    perform ops.settle_outbox(v_mail.id, repeat('no ', 300));
    select o.* into v_mail from ops.outbox o where o.id = v_mail.id;
    update ops.outbox o set next_attempt_at = now() where o.id = v_mail.id and o.failed_at is null;
    return format(
        '%s %s', v_mail.attempts,
        round(extract(epoch from v_mail.next_attempt_at - clock_timestamp()) / 60)
    );
end
$$;
select results_eq(
    'select tests.attempted() from generate_series(1, 11)',
    $$values ('1 1'), ('2 2'), ('3 4'), ('4 8'), ('5 16'), ('6 32'), ('7 60'), ('8 60'), ('9 60'), ('10 60'), ('none')$$, 'attempts and minutes'
);
select is(
    (
        select format(
            '%s %s %s', o.failed_at is not null, o.body, length(o.last_error)
        ) from ops.outbox o where o.id = :id
    ),
    't  500', 'given up'
);
insert into ops.outbox (kind, recipient, subject, body, attempts) values (
    'test', 'b@example.com', 'B', 'secret', 10
) returning id \gset
select is_empty(
    'select from ops.claim_outbox()', 'one whose last worker died is not tried an eleventh time'
);
select is(
    (select format('%s %s', o.failed_at is not null, o.body) from ops.outbox o where o.id = :id),
    't ', 'but given up'
);

select * from finish();
rollback;
