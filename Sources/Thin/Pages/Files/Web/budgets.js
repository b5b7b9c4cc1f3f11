// Budgets of model calls, in the shape of a plan's limits.

import { Refusal, rows } from "./api.js";
import { t } from "./i18n.js";

/** What was read counts for so long, in milliseconds, unless it is known to have changed. */
const freshFor = 30_000;

let kept = [];
let keptAt = -Infinity;

/** Those that count for all that one does; none where the service has none. */
export async function budgets({ isChanged = false } = {}) {
    if (!isChanged && performance.now() - keptAt < freshFor) return kept;
    try {
        kept = (await rows("ai_budgets", { api_key_id: "is.null", order: "period,id" })).map(limitOf);
    } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 404) throw error;
    }
    keptAt = performance.now();
    return kept;
}

function limitOf(budget) {
    const used = budget.held + budget.spent;
    return {
        meter: `budget ${budget.id}`, name: [t("limits.budget"), budget.provider,
            budget.model].filter(Boolean).join(" "),
        unit: "credits", provider: budget.model ?? budget.provider, per: budget.period, used, allowed: budget.amount,
        kind: "hard",
        percent: budget.amount > 0 ? 100 * used / budget.amount : 100,
        resets_at: endOf(budget.period, budget.starts_on),
    };
}

/** Days and months of UTC. */
function endOf(period, startsOn) {
    const start = new Date(`${startsOn}T00:00:00Z`);
    if (period === "day") start.setUTCDate(start.getUTCDate() + 1);
    else start.setUTCMonth(start.getUTCMonth() + 1);
    return start.toISOString();
}
