-- An error carries its registered message, the fact in detail, the advice in hint.
begin;
select plan(3);

select throws_ok($$select ops.fail('TH402')$$, 'TH402', 'insufficient credits', 'code and message');
select is(tests.refusal($$select ops.fail('TH404', 'account')$$), 'TH404 account', 'detail');
create function tests.hint_of(p_sql text) returns text language plpgsql as $$
declare
    v_hint text;
begin
    execute p_sql;
    return null;
exception
    when others then
        get stacked diagnostics v_hint = pg_exception_hint;
        return v_hint;
end
$$;
select is(
    tests.hint_of($$select ops.fail('TH001', 'amount', 'at most 4 decimals')$$),
    'at most 4 decimals',
    'hint'
);

select * from finish();
rollback;
