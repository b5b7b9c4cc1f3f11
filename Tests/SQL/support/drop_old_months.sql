-- Archives what is due and drops months of the ledger's archive that are older than two years. Answers the steps it took.
create function tests.drop_old_months(p_limit integer default 500) returns integer language plpgsql volatile as $$
declare
    v_after text;
    v_steps integer := 0;
begin
    loop
        v_after := credits.archive_due(v_after);
        exit when v_after is null;
    end loop;
    update ops.retention_policies p
    set is_enabled = true, keep = '2 years'
    where p.relation = 'credits.archived_entries';
    loop
        v_after := credits.drop_due(v_after, p_limit);
        v_steps := v_steps + 1;
        exit when v_after is null;
    end loop;
    return v_steps;
end
$$;
