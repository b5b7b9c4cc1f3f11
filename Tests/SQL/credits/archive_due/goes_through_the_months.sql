-- Every month that has been over for three is archived, from the oldest on, and nothing younger.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.let_time_pass(:'user_id', '9 months');
select credits.grant_credits(:'user_id', 5, 'purchase');
select tests.let_time_pass(:'user_id', '5 months');
select credits.grant_credits(:'user_id', 7, 'purchase');
create function tests.archive_all() returns integer language plpgsql volatile as $$
declare
    v_after text;
    v_steps integer := 0;
begin
    loop
        v_after := credits.archive_due(v_after);
        v_steps := v_steps + 1;
        exit when v_after is null;
    end loop;
    return v_steps;
end
$$;
select is(tests.archive_all(), 3, 'a step for each month, and one to see that none is left');
select is(
    (select count(*) from credits.ledger_entries l where l.user_id = :'user_id'), 1::bigint, 'the youngest stays'
);
select is_empty('select * from credits.verify()', 'and the ledger is sound');

select * from finish();
rollback;
