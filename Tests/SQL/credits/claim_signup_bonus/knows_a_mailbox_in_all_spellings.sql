-- Farming: accounts whose addresses differ in dots, tags, case or Google's second domain get one
-- bonus.
begin;
select plan(12);

select credits.claim_signup_bonus(tests.a_member('ada.lovelace@gmail.com'));

select is(
    tests.refusal(format('select credits.claim_signup_bonus(%L)', tests.a_member(farmed.address))),
    'TH412 email',
    farmed.address
)
from unnest(array[
    'adalovelace@gmail.com', 'a.d.a.lovelace@gmail.com', 'ada.lovelace+1@gmail.com',
    'ada.lovelace+a+b@gmail.com', 'Ada.Lovelace@Gmail.com', 'adalovelace@googlemail.com',
    'A.daLovelace+x@GoogleMail.com', ' ada.lovelace@gmail.com', 'ａｄａ.lovelace@gmail.com'
]) as farmed (address);
select lives_ok(
    format('select credits.claim_signup_bonus(%L)', tests.a_member(other.address)),
    other.address
)
from unnest(array['ada.lovelace@example.com', 'adalovelace@example.com', 'adalovelace1@gmail.com'])
    as other (address);

select * from finish();
rollback;
