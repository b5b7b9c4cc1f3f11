-- Every constraint of billing.plans fires by its name.
begin;
select plan(12);

select is(
    tests.violation(
        format(
            'insert into billing.plans (id, name, signup_credits, monthly_credits, rollover_months)
            values (%s)',
            planted.row
        )
    ),
    planted.name,
    planted.row
)
from (values
    ($$'gold', 'Gold', 5, 5, 3$$, null),
    ($$'free', 'Free', 0, 0, 0$$, 'plans_pkey'),
    ($$null, 'Gold', 0, 0, 0$$, 'id'),
    ($$'Gold', 'Gold', 0, 0, 0$$, 'plan_id_is_a_short_identifier'),
    ($$'gold', '', 0, 0, 0$$, 'plans_name_is_short'),
    ($$'gold', repeat('x', 81), 0, 0, 0$$, 'plans_name_is_short'),
    ($$'gold', 'Gold', -1, 0, 0$$, 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ($$'gold', 'Gold', 10000000000000.0001, 0, 0$$, 'plans_signup_credits_can_be_granted'),
    ($$'gold', 'Gold', 0, 'NaN', 0$$, 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ($$'gold', 'Gold', 0, 10000000000000.0001, 0$$, 'plans_monthly_credits_can_be_granted'),
    ($$'gold', 'Gold', 0, 0, -1$$, 'plans_rollover_months_is_0_to_120'),
    ($$'gold', 'Gold', 0, 0, 121$$, 'plans_rollover_months_is_0_to_120')
) as planted (row, name);

select * from finish();
rollback;
