-- Credit packs and what they cost in US cents. What an operator has changed stays.
insert into billing.packs (id, name, description, credits, unit_amount, currency, rank) values
    ('small', 'Small', '1,000 credits', 1000, 1000, 'usd', 10),
    ('medium', 'Medium', '5,500 credits', 5500, 5000, 'usd', 20),
    ('large', 'Large', '12,000 credits', 12000, 10000, 'usd', 30)
on conflict (id) do nothing;
