-- A model of OpenAI that costs p_input and p_output dollars for 1,000,000 tokens.
create function tests.a_sold_model(
    p_model text default 'sold-1',
    p_input numeric default 1,
    p_output numeric default 2
) returns text language plpgsql volatile as $$
begin
    perform ai.set_model('openai', p_model, 1000, 100);
    perform ai.set_price('openai', p_model, p_input, p_output);
    return p_model;
end
$$;
