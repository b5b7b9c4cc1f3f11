-- An error of the registry is answered as it is; a constraint's says that the account does not add up.
begin;
select plan(2);

select is(
    (select a::text from credits.refused_item(3, 'TH001', 'amount', '') a), '(3,,TH001,amount,)', 'the registry''s'
);
select is(
    (select a::text from credits.refused_item(3, '23514', 'Failing row contains …', 'a hint') a), '(3,,TH510,,)',
    'a constraint''s, without what the row holds'
);

select * from finish();
rollback;
