-- Media count by the table of their provider, whatever number of them is claimed.
begin;
select plan(4);

select tests.a_user(1000000) as user_id \gset
select tests.a_model('m', p_max_input => 1000000);
update ai.media_tokens set tokens = 5000 where provider = 'openai' and kind = 'image';
create function tests.input(p_user_id uuid, p_media jsonb) returns text language sql volatile as $$
    select coalesce(a.input_max::text, concat_ws(' ', a.error_code, a.details))
    from tests.admit(tests.model_call(p_user_id, 'm', jsonb_build_object('media', p_media))) a
$$;
select is(tests.input(:'user_id', '{"image": 2}'), '10424', 'two images');
select is(tests.input(:'user_id', '{"image": 0, "audio": 0}'), '424', 'none of anything');
select is(tests.input(:'user_id', '{"image": -3}'), '424', 'less than none is none');
select is(tests.input(:'user_id', '{"image": 1e300}'), 'TH421 input_tokens', 'more than there can be');

select * from finish();
rollback;
