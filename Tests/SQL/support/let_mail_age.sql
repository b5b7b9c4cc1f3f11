-- Moves what was mailed and counted into the past, which is the same as waiting, without waiting.
create function tests.let_mail_age(p_interval interval) returns void language plpgsql volatile as $$
begin
    update auth.one_time_tokens set created_at = created_at - p_interval;
    update identity.turns t
    set taken_at = array(select a.at - p_interval from unnest(t.taken_at) a (at));
    update auth.flow_state
    set created_at = created_at - p_interval, auth_code_issued_at = auth_code_issued_at - p_interval;
end
$$;
