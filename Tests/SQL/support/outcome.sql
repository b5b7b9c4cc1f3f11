-- An answer's status, and the code of an error.
create function tests.outcome(p_answer identity.answer) returns text language sql immutable as $$
    select concat_ws(' ', p_answer.status, p_answer.body ->> 'code')
$$;
