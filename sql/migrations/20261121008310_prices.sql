-- What setting and importing prices takes and answers, and who may do it through a key.
create type ai.price_request as (
    provider ai.provider,
    model ai.model,
    service_tier ai.service_tier,
    effective_at credits.effective_at
);

create type ai.imported_price as (
    provider text,
    model text,
    action text,
    reason text
);

create type ai.price_entry as (
    provider text,
    model text,
    kind text,
    is_prefixed boolean,
    name text,
    entry jsonb
);

comment on type ai.price_entry is
    'A model in LiteLLM''s price file, and the name that it has there, which may begin with its provider.';
comment on type ai.price_request is 'What a price is of: arguments of ai.set_price.';
comment on type ai.imported_price is
    'What became of a model in an imported file: added, changed, unchanged or skipped; and why it was skipped, or which of its prices were left out.';

insert into identity.api_scopes (name, description) values
    ('ai:manage', 'change models, their prices and limits, budgets, and whether models may be called');

insert into identity.api_scope_objects (scope, object)
select g.scope, o.object
from (
    values
        ('ai:read', array['api.ai_models', 'api.ai_budgets']),
        (
            'ai:manage',
            array[
                'api.set_model', 'api.set_model_limit', 'api.set_model_price', 'api.set_budget',
                'api.remove_budget', 'api.set_ai_enabled'
            ]
        )
) g (scope, objects)
cross join unnest(g.objects) o (object);

insert into ops.rate_limits (kind, name, class) values
    ('view', 'ai_budgets', 'balance_and_usage'),
    ('function', 'set_my_budget', 'sensitive'),
    ('function', 'remove_my_budget', 'sensitive');
