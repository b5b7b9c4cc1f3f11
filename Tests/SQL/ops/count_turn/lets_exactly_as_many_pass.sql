-- Quotas that don't divide their period let exactly as many pass.
begin;
select plan(5);

create function tests.passes(p_requests integer) returns bigint language plpgsql volatile as $$
begin
    delete from ops.rate_classes c where c.id = 'planted';
    delete from ops.rate_counters c where c.class = 'planted';
    perform tests.a_limit(p_requests, '31 days');
    return (
        select count(*) filter (where tests.turn('{"sub": "x"}') !~ '^TH429')
        from generate_series(1, p_requests + 2)
    );
end
$$;
select is(tests.passes(n), n::bigint, n::text) from unnest(array[1, 3, 7, 97, 1009]) as n;

select * from finish();
rollback;
