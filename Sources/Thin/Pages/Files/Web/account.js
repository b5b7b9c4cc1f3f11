// The account page: what one has, what one uses, what one pays, and who may use it.

import { allRows, auth, call, callOnce, callText, rows, session } from "./api.js";
import { budgets } from "./budgets.js";
import { barChart } from "./chart.js";
import { announce, ask, download, field, h, table } from "./dom.js";
import * as format from "./format.js";
import { named, t } from "./i18n.js";
import { begin, confirms, copier, during, leave, paged, panel, watch } from "./shell.js";

/** How often what changes without the reader is looked at again. Well below what the service allows. */
const lookSeconds = 8;
/** What hangs on the balance is loaded again so often at most, in milliseconds, however often the balance changes. */
const reloadEvery = 20_000;
const warnPercent = 80;
const pageSize = 20;

begin("account", show);

function show(main) {
    const board = dashboard();
    const parts = [
        board.balance, grants(board), board.limits, usage(board), plans(board), packs(), alerts(), payments(board),
        ledger(board),
        keys(), sessions(), self(),
    ];
    main.replaceChildren(
        h("h1", null, t("page.account")),
        h("div", null, returned()), board.banner,
        h("nav", { class: "sections", "aria-label": t("sections") }, parts.map((part) =>
            h("a", { href: `#${part.element.id}` }, t(`panel.${part.element.id}`)))),
        h("div", { class: "panels" }, parts.map((part) => part.element)));
    for (const part of parts) part.refresh();
    board.watch();
}

/** What somebody is told who comes back from paying. The credits come when Stripe has said so, and are seen then. */
function returned() {
    const outcome = new URLSearchParams(location.search).get("checkout");
    if (outcome === null) return null;
    history.replaceState(null, "", location.pathname);
    return h("p", { class: "note-box", role: "status" }, t(outcome === "done" ? "checkout.done" : "checkout.left"));
}

/** One request for all that is looked at again and again. */
function dashboard() {
    let latest = null;
    let spent = [];
    const shared = () => (latest ??= call("dashboard").catch((error) => {
        // Asked again, it may be answered.
        latest = null;
        throw error;
    }));
    const banner = h("div", { "aria-live": "polite" });
    let seen = "";
    const changing = [];
    let isStale = false;
    let reloadedAt = -Infinity;

    const balance = panel("balance", { load: shared, draw: drawBalance });
    const limits = panel("limits", {
        isWide: true, load: async () => [...(await shared()).current_usage, ...(await budgets())], draw: drawLimits,
        empty: "limits.none" });
    const take = (data) => {
        const reached = [...data.current_usage, ...spent].filter((limit) => limit.allowed !== null
            && limit.percent >= warnPercent);
        const isBlocked = reached.some((limit) => limit.percent >= 100 && limit.kind === "hard");
        const text = isBlocked ? t("limits.blocked") : reached.length > 0 ? t("limits.near") : "";
        if (text !== seen) {
            seen = text;
            banner.replaceChildren(text && h("p", { class: isBlocked ? "problem" : "warning" }, text, " ",
                h("a", { href: "#plans" }, t("limits.upgrade"))) || "");
        }
    };
    const reload = async () => {
        if (!isStale || performance.now() - reloadedAt < reloadEvery) return;
        reloadedAt = performance.now();
        // What could not be loaded is tried again.
        isStale = (await Promise.all(changing.map((part) => part.refresh({ isQuiet: true })))).includes(false);
    };
    const look = async () => {
        try {
            const before = JSON.stringify((await latest)?.balance);
            const data = await call("dashboard");
            spent = await budgets();
            latest = Promise.resolve(data);
            take(data);
            if (JSON.stringify(data.balance) !== before) {
                announce(t("balance.now", { available: format.credits(data.balance.available) }));
                isStale = true;
            }
            balance.refresh({ isQuiet: true });
            limits.refresh({ isQuiet: true });
            reload();
            return lookSeconds;
        } catch (error) {
            return Math.max(error.retryAfterSeconds ?? 0, 2 * lookSeconds);
        }
    };
    return {
        balance, limits, banner, shared,
        /** `part` is loaded again when the balance has changed. */
        changesWithBalance(part) {
            changing.push(part);
            return part;
        },
        async watch() {
            try {
                const data = await shared();
                spent = await budgets();
                take(data);
            } catch {
                // Each part has said so, and the next look may know better.
            }
            watch(look, lookSeconds);
        },
    };
}

function drawBalance(data) {
    const { available, held, debt } = data.balance;
    const figure = (name, value, isMain) =>
        h("div", { class: isMain ? "figure main" : "figure" }, h("dt", null, t(`balance.${name}`)),
            h("dd", { id: `balance-${name}` }, format.credits(value)));
    return [
        h("dl", { class: "figures" }, figure("available", available, true), figure("held", held),
            debt > 0 && figure("debt", debt)),
        held > 0 && h("p", { class: "hint" }, t("balance.heldHint")),
        debt > 0 && h("p", { class: "warning" }, t("balance.debtHint")),
        available <= 0 && h("p", { class: "warning" }, t("balance.empty"), " ",
            h("a", { href: "#packs" }, t("balance.buy"))),
    ];
}

function drawLimits(limits) {
    const known = limits.filter((limit) => limit.allowed !== null);
    if (known.length === 0) return h("p", { class: "empty" }, t("limits.none"));
    return h("ul", { class: "limits" }, known.map((limit) => {
        const percent = limit.percent ?? (limit.used > 0 ? 100 : 0);
        const isFull = percent >= 100 || limit.allowed === 0;
        const state = isFull ? (limit.kind === "hard" ? "blocked" : "over") : percent >= warnPercent ? "near" : "fine";
        const values = { used: format.number(limit.used), allowed: format.number(limit.allowed),
            unit: named("unit", limit.unit) };
        return h("li", { class: `limit is-${state}` },
            h("div", { class: "limit-head" }, h("strong", { dir: "auto" }, limit.name),
                h("span", null, t(`per.${limit.per}`))),
            h("progress", { max: "100", value: Math.min(percent, 100),
                "aria-label": `${limit.name}, ${t(`per.${limit.per}`)}` },
                format.percent(percent)),
            h("div", { class: "limit-foot" },
                h("span", null, t("limits.used", values)),
                h("span", { class: "state" }, state === "fine" ? format.percent(percent)
                    : t(`limits.${state}One`, { percent: format.percent(percent) }))),
            h("div", { class: "limit-foot" },
                h("span", { class: "hint" }, t("limits.resets", { at: format.time(limit.resets_at) })),
                state !== "fine" && h("a", { href: "#plans" }, t("limits.upgrade"))));
    }));
}

function usage(board) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    let shown = "credits";
    let meters = [];
    const part = panel("usage", {
        isWide: true,
        load: async () => {
            const data = await board.shared();
            meters = [...new Map(data.totals.map((total) => [total.meter, total])).values()];
            return shown === "credits" ? call("credits_by_day", { days: 30, time_zone: zone })
                : call("usage_by_day", { meter: shown });
        },
        draw: (points) => {
            const meter = meters.find((one) => one.meter === shown);
            const unit = meter ? named("unit", meter.unit) : t("credits");
            const title = meter ? meter.name : t("usage.credits");
            return [
                meters.length > 0 && field(t("usage.shown"), {
                    options: [["credits", t("usage.credits")], ...meters.map((one) => [one.meter, one.name])],
                    value: shown,
                    "data-focus": "usage",
                    onchange: (event) => { shown = event.target.value; part.refresh({ isQuiet: true }); } }),
                barChart(title, points.map((point) => ({ day: point.day ?? point.starts_on,
                    value: point.spent ?? point.quantity })), unit),
            ];
        },
    });
    return board.changesWithBalance(part);
}

function grants(board) {
    const list = paged(pageSize,
        (offset, limit) => rows("credit_grants", {
            remaining: "gt.0", order: "expires_at.asc.nullslast,created_at,id", limit, offset }),
        (all) => table(t("panel.grants"),
            [{ text: t("grants.source") }, { text: t("grants.remaining"), isNumber: true },
                { text: t("grants.amount"), isNumber: true },
                { text: t("grants.expires") }],
            all.map((grant) => [
                named("source", grant.source), format.credits(grant.remaining), format.credits(grant.amount),
                grant.expires_at ? h("time", { datetime: grant.expires_at }, format.time(grant.expires_at))
                    : t("never")])));
    return board.changesWithBalance(panel("grants", { load: list.first, draw: list.draw, empty: "grants.none" }));
}

/** Goes to a page of Stripe's that leads back here; where this isn't the site that the service knows, it leads where its
 *  operator said. `begin` answers where it is, given an address by what became of it. */
async function leaveFor(begin) {
    let answer;
    try {
        answer = await begin((outcome) => `${location.origin}/${outcome ? `?checkout=${outcome}` : ""}`);
    } catch (error) {
        if (error.code !== "TH001" || !["success_url", "cancel_url", "return_url"].includes(error.details)) throw error;
        answer = await begin(() => null);
    }
    leave(answer.url);
}

const checkout = (values) => leaveFor((back) =>
    callOnce("create_checkout", { ...values, success_url: back("done"), cancel_url: back("left") }));

function plans(board) {
    let cycle = "monthly";
    const part = panel("plans", {
        isWide: true, empty: "plans.none",
        load: async () => {
            const [all, data] = await Promise.all([rows("plans", { order: "rank" }), board.shared()]);
            return { all, current: data.plan, subscription: data.subscription };
        },
        draw: ({ all, current, subscription }) => {
            const note = h("div");
            const mine = all.find((plan) => plan.id === current);
            const price = (plan) => plan[`${cycle}_unit_amount`];
            const choice = h("div", { class: "choice", role: "radiogroup", "aria-label": t("plans.cycle") },
                ["monthly", "yearly"].map((name) => h("label", null,
                    h("input", {
                        type: "radio", name: "cycle", value: name, checked: cycle === name,
                        "data-focus": `cycle-${name}`,
                        onchange: () => { cycle = name; part.refresh({ isQuiet: true }); } }), t(`cycle.${name}`))));
            return [
                subscription && drawSubscription(subscription, note),
                choice,
                h("ul", { class: "cards" }, all.filter((plan) => price(plan) !== null || plan.id === current
                    || plan.rank === 0)
                    .map((plan) => drawPlan(plan, { cycle, price: price(plan), current, mine, subscription, note }))),
                note,
            ];
        },
    });
    return part;
}

function drawSubscription(subscription, note) {
    const portal = h("button", { type: "button", onclick: () => during(portal, note, () =>
        leaveFor((back) => call("create_portal_session", { return_url: back() }))) }, t("plans.manage"));
    const ends = subscription.cancel_at_period_end ? "plans.ends" : "plans.renews";
    return h("div", { class: "note-box" },
        h("p", null, t(`subscription.${subscription.status}`), " ",
            t(ends, { at: format.day(subscription.current_period_end_at) })),
        subscription.pending_plan && h("p", null, t("plans.pending", { plan: subscription.pending_plan })), portal);
}

function drawPlan(plan, { cycle, price, current, mine, subscription, note }) {
    const isCurrent = plan.id === current && (!subscription || subscription.cycle === cycle || price === null);
    const { monthly_unit_amount: monthly, yearly_unit_amount: yearly, currency } = plan;
    const saved = cycle === "yearly" && monthly !== null && yearly !== null ? 12 * monthly - yearly : 0;
    const before = mine?.[`${cycle}_unit_amount`] ?? 0;
    const difference = price === null || isCurrent || !mine ? null : price - before;
    const buy = price > 0 && !isCurrent && !subscription && h("button", {
        type: "button", class: "primary", "data-focus": `buy-${plan.id}`,
        "aria-label": t("plans.chooseOne", { plan: plan.name }),
        onclick: () => during(buy, note, () => checkout({ plan: plan.id, cycle })) }, t("plans.choose"));
    return h("li", { class: isCurrent ? "card current" : "card" },
        h("h3", { dir: "auto" }, plan.name), isCurrent && h("p", { class: "badge" }, t("plans.current")),
        h("p", { dir: "auto" }, plan.description),
        h("p", { class: "price" }, price === null || price === 0 ? t("plans.free") : format.money(price, currency),
            price > 0 && h("span", null, ` ${t(`plans.per.${cycle}`)}`)),
        saved > 0 && h("p", { class: "hint" }, t("plans.saved", { amount: format.money(saved, currency) })),
        difference !== null && difference !== 0 && price > 0 && before > 0 && h("p", { class: "hint" },
            t(difference > 0 ? "plans.more" : "plans.less", { amount: format.money(Math.abs(difference), currency) })),
        plan.monthly_credits > 0 && h("p", null, t("plans.monthlyCredits",
            { credits: format.credits(plan.monthly_credits) })),
        plan.trial_days > 0 && !subscription && h("p", null, t("plans.trial", { count: plan.trial_days })),
        buy);
}

function packs() {
    return panel("packs", {
        load: () => rows("packs", { order: "rank,credits" }), empty: "packs.none",
        draw: (all) => {
            const note = h("div");
            return [h("ul", { class: "cards" }, all.map((pack) => {
                const buy = h("button", {
                    type: "button", class: "primary", "data-pack": pack.id,
                    "aria-label": t("packs.buyOne", { pack: pack.name }),
                    onclick: () => during(buy, note, () => checkout({ pack: pack.id })) }, t("packs.buy"));
                // A description that is no more than the number is said once.
                const says = pack.description.replace(/\D/g, "") !== String(pack.credits);
                return h("li", { class: "card" }, h("h3", { dir: "auto" }, pack.name),
                    says && h("p", { dir: "auto" }, pack.description),
                    h("p", null, t("packs.credits", { credits: format.credits(pack.credits) })),
                    h("p", { class: "price" }, format.money(pack.unit_amount, pack.currency)),
                    pack.valid_days && h("p", { class: "hint" }, t("packs.valid", { count: pack.valid_days })), buy);
            })), note];
        },
    });
}

/** A button that hands all rows of a view to the reader. Amounts of credits come as texts: exactly. */
function exporter(view, order, columns) {
    const select = columns.map((name) => (["amount", "balance", "credits"].includes(name) ? `${name}::text` : name));
    const button = h("button", { type: "button", class: "quiet", onclick: () => during(button, null, async () => {
        const all = await allRows(view, { select: select.join(","), order });
        download(`${view}.csv`, "text/csv", format.csv(columns, all));
        announce(t("exported", { count: all.length }));
    }) }, t("csv"));
    return button;
}

function payments(board) {
    const columns = ["id", "paid_at", "kind", "pack", "subscription_id", "amount", "currency", "credits", "status",
        "refunded", "disputed"];
    const list = paged(pageSize,
        (offset, limit) => rows("purchases", { order: "paid_at.desc,id", limit, offset }),
        (all) => table(t("panel.payments"),
            [{ text: t("payments.at") }, { text: t("payments.what") }, { text: t("payments.amount"), isNumber: true },
                { text: t("payments.credits"), isNumber: true }, { text: t("payments.status") }],
            all.map((payment) => [
                format.time(payment.paid_at), payment.pack ?? named("payment", payment.kind),
                format.money(payment.amount, payment.currency),
                format.credits(payment.credits),
                [named("paid", payment.status),
                    payment.refunded > 0 && h("div", { class: "hint" },
                        t("payments.refunded", { amount: format.money(payment.refunded, payment.currency) }))]])));
    return board.changesWithBalance(panel("payments", {
        isWide: true, load: list.first, draw: list.draw, empty: "payments.none",
        actions: [exporter("purchases", "paid_at.desc,id", columns)] }));
}

function ledger(board) {
    const columns = ["sequence", "created_at", "kind", "amount", "balance", "grant_id", "reservation_id"];
    const list = paged(pageSize,
        (offset, limit) => rows("ledger_entries", { order: "sequence.desc", limit, offset }),
        (all) => table(t("panel.ledger"),
            [{ text: t("ledger.at") }, { text: t("ledger.kind") }, { text: t("ledger.amount"), isNumber: true },
                { text: t("ledger.balance"), isNumber: true }],
            all.map((entry) => [
                format.time(entry.created_at), named("entry", entry.kind), format.credits(entry.amount),
                format.credits(entry.balance)])));
    return board.changesWithBalance(panel("ledger", {
        isWide: true, load: list.first, draw: list.draw, empty: "ledger.none",
        actions: [exporter("ledger_entries", "sequence.desc", columns)] }));
}

function alerts() {
    const note = h("div");
    const part = panel("alerts", {
        load: () => rows("usage_alerts", { read_at: "is.null", order: "created_at.desc,id", limit: 50 }),
        empty: "alerts.none",
        draw: (all) => {
            const button = h("button", { type: "button", onclick: () => during(button, note, async () => {
                await call("mark_read", { ids: all.map((alert) => alert.id) });
                await part.refresh();
                announce(t("alerts.read"));
            }) }, t("alerts.markRead"));
            return [h("ul", { class: "list" }, all.map((alert) => h("li", null,
                t("alerts.one", { percent: format.percent(alert.percent), meter: alert.meter,
                    per: t(`per.${alert.per}`) }), " ",
                h("time", { class: "hint", datetime: alert.created_at }, format.time(alert.created_at))))), button,
                    note];
        },
    });
    return part;
}

/** What a user's key may be for. */
const scopes = ["all", "credits:read", "usage:read", "usage:manage", "billing:read", "billing:manage", "ai:call",
    "ai:read", "chat:read", "chat:write"];

function keys() {
    const note = h("div");
    const add = h("button", { type: "button", onclick: () => during(add, note, addKey) }, t("keys.add"));
    const part = panel("keys", {
        isWide: true, load: () => rows("api_keys", { revoked_at: "is.null", order: "created_at.desc,id", limit: 200 }),
        empty: "keys.none", actions: [add],
        draw: (all) => [table(t("panel.keys"),
            [{ text: t("keys.name") }, { text: t("keys.key") }, { text: t("keys.scopes") }, { text: t("keys.used") },
                { text: t("keys.expires") },
                { text: t("keys.actions") }],
            all.map((key) => [
                h("span", { dir: "auto" }, key.name), h("code", { dir: "ltr" }, `${key.prefix}…`),
                key.scopes.join(", "),
                key.last_used_at ? format.time(key.last_used_at) : t("never"),
                key.expires_at ? format.time(key.expires_at) : t("never"),
                h("div", { class: "buttons" }, keyButton("rotate", key), keyButton("revoke", key))])), note],
    });

    async function addKey() {
        const answer = await ask(t("keys.add"), [
            field(t("keys.name"), { name: "name", required: true, maxlength: "100", autofocus: true }),
            h("fieldset", null, h("legend", null, t("keys.scopes")), scopes.map((scope) =>
                h("label", { class: "check" }, h("input",
                    { type: "checkbox", name: "scope", value: scope, checked: scope === "all" }),
                    h("span", null, named("scope", scope))))),
            field(t("keys.days"), {
                name: "days", options: [["30", t("days", { count: 30 })], ["365", t("days", { count: 365 })],
                    ["", t("never")]], value: "365" }),
        ], [{ value: "", text: t("cancel") }, { value: "add", text: t("keys.add"), class: "primary" }]);
        if (!answer) return;
        const chosen = new FormData(answer.form).getAll("scope");
        const expires = answer.fields.days && new Date(Date.now() + answer.fields.days * 86_400_000).toISOString();
        const made = await call("create_api_key", { name: answer.fields.name, scopes: chosen,
            expires_at: expires || null });
        part.refresh();
        await showOnce(made.key);
    }

    function keyButton(name, key) {
        const button = h("button", {
            type: "button", class: "quiet", "aria-label": t(`keys.${name}One`, { key: key.name }),
            onclick: () => during(button, note, async () => {
                if (!(await confirms(t(`keys.${name}`), t(`keys.${name}Sure`, { key: key.name }),
                    t(`keys.${name}`)))) return;
                const made = await call(`${name}_api_key`, { id: key.id });
                part.refresh();
                if (made?.key) await showOnce(made.key);
            }) }, t(`keys.${name}`));
        return button;
    }
    return part;
}

async function showOnce(key) {
    const code = h("code", null, key);
    await ask(t("keys.once"), [
        h("p", null, t("keys.onceLead")), h("p", { class: "secret", dir: "ltr" }, code), copier(code),
    ], [{ value: "done", text: t("close"), class: "primary" }]);
}

function sessions() {
    const note = h("div");
    const end = (scope) => {
        const button = h("button", { type: "button", onclick: () => during(button, note, async () => {
            if (scope === "global" && !(await confirms(t("sessions.global"), t("sessions.globalSure"),
                t("sessions.global")))) return;
            await auth.signOut(scope);
            if (scope === "others") part.refresh();
        }) }, t(`sessions.${scope}`));
        return button;
    };
    const part = panel("sessions", {
        load: () => call("sign_ins"), empty: "sessions.none",
        draw: (all) => [
            h("ul", { class: "list" }, all.map((one) => h("li", null,
                h("span", { dir: "auto" }, one.agent || t("sessions.unknown")),
                one.is_current && h("span", { class: "badge" }, t("sessions.this")),
                h("div", { class: "hint" }, t("sessions.since",
                    { at: format.time(one.created_at), used: format.time(one.used_at) }),
                    one.address && h("span", { dir: "ltr" }, ` ${one.address}`))))),
            h("div", { class: "buttons" }, end("others"), end("global")), note],
    });
    return part;
}

function self() {
    const note = h("div");
    const button = (name, work, kind) => {
        const made = h("button", { type: "button", class: kind, onclick: () => during(made, note, work) },
            t(`self.${name}`));
        return made;
    };
    const sayDone = (text) => note.replaceChildren(h("p", { role: "status" }, text));
    const changePassword = async () => {
        const answer = await ask(t("self.password"), [
            field(t("currentPassword"), { name: "old", type: "password", required: true,
                autocomplete: "current-password" }),
            field(t("newPassword"), { name: "password", type: "password", required: true, minlength: "8",
                maxlength: "72", autocomplete: "new-password" },
                t("passwordHint")),
        ], [{ value: "", text: t("cancel") }, { value: "set", text: t("setPassword"), class: "primary" }]);
        if (!answer) return;
        await auth.reauthenticate(session.user.email, answer.fields.old);
        await auth.setPassword(answer.fields.password);
        sayDone(t("self.passwordDone"));
    };
    const takeAll = async () => {
        const day = new Date().toISOString().slice(0, 10);
        download(`thin-export-${day}.json`, "application/json", await callText("export_my_data"));
        sayDone(t("self.exportDone"));
    };
    const remove = async () => {
        const answer = await ask(t("self.delete"), [
            h("p", null, t("self.deleteSure")),
            field(t("password"), { name: "password", type: "password", required: true,
                autocomplete: "current-password" }),
        ], [{ value: "", text: t("cancel") }, { value: "delete", text: t("self.delete"), class: "danger" }]);
        if (!answer) return;
        await auth.reauthenticate(session.user.email, answer.fields.password);
        await call("delete_my_account");
        session.forget();
    };
    return panel("self", {
        load: async () => session.user, draw: (user) => [
            h("p", null, t("self.address"), " ", h("strong", { dir: "auto" }, user.email)),
            h("div", { class: "buttons" }, button("password", changePassword), button("export", takeAll),
                button("delete", remove, "danger")), note],
    });
}
