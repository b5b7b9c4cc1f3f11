-- Constraints that were added without looking at the rows that were there: they hold for these too.
alter table billing.plans validate constraint plans_description_is_up_to_500_characters;
alter table billing.plans validate constraint plans_trial_days_is_0_to_730;
