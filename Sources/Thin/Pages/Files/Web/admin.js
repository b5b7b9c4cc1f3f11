// The admin page: what support needs to see and to set right. The database decides who is an admin; this page only
// shows less to everybody else.

import { call, callOnce, callRows, callText, rows, session } from "./api.js";
import { announce, ask, download, field, h, table } from "./dom.js";
import * as format from "./format.js";
import { named, t } from "./i18n.js";
import { begin, confirms, during, fail, paged, panel, watch } from "./shell.js";

/** How often the counters are looked at. */
const lookSeconds = 5;
const pageSize = 50;
const usersPage = 20;
/** So many users a search finds, events an inbox shows, and rows of a kind a user's report has, at most. */
const usersMax = 100;
const eventsMax = 1000;
const reportedMax = 100;

begin("admin", show);

function show(main) {
    if (!session.isAdmin) {
        main.replaceChildren(h("h1", null, t("page.admin")), h("p", { class: "problem" }, t("admin.forbidden")));
        return;
    }
    const live = counters();
    const gone = erasures();
    const parts = [
        live, users(() => gone.refresh()), compensations(), webhooks(), jobs(), limits(), prices(), models(live), gone,
        retention(), audit(), proof(),
    ];
    main.replaceChildren(
        h("h1", null, t("page.admin")),
        h("nav", { class: "sections", "aria-label": t("sections") }, parts.map((part) =>
            h("a", { href: `#${part.element.id}` }, t(`panel.${part.element.id}`)))),
        h("div", { class: "panels" }, parts.map((part) => part.element)));
    for (const part of parts) part.refresh();
    // Counting all there is takes as long as there is much: a page looks for a twentieth of the time at most.
    watch(async () => {
        const began = performance.now();
        const isFine = await live.refresh({ isQuiet: true });
        return Math.max(isFine ? lookSeconds : 2 * lookSeconds, 20 * (performance.now() - began) / 1000);
    }, lookSeconds);
}

const one = (answer) => (Array.isArray(answer) ? answer[0] : answer);

/** What the service says, which is English whatever the page speaks. */
const said = (text) => h("div", { class: "hint" }, h("bdi", null, text));

/** A button in a row: what it does, and where its error is shown. */
const button = (text, label, note, work, kind = "quiet") => {
    const made = h("button", { type: "button", class: kind, "aria-label": label,
        onclick: () => during(made, note, work) }, text);
    return made;
};

function counters() {
    return panel("counters", {
        isWide: true, load: () => call("admin_counters"), draw: (answer) => {
            const counted = one(answer);
            const numbers = Object.entries(counted).filter(([, value]) => typeof value === "number");
            const isOn = counted.is_ai_enabled;
            return [isOn === false && h("p", { class: "warning" }, t("admin.aiOff")),
                h("dl", { class: "figures" }, numbers.map(([name, value]) =>
                h("div", { class: "figure" }, h("dt", null, named("counter", name)),
                    h("dd", { id: `counter-${name}` }, format.number(value)))))];
        },
    });
}

function users(onDeleted) {
    const results = h("div", { "aria-live": "polite" });
    const detail = h("div", { id: "user" });
    const input = h("input", { type: "search", id: "user-search", maxlength: "200", dir: "auto", autocomplete: "off" });
    const find = h("button", { type: "submit", class: "primary" }, t("admin.find"));
    const form = h("form", { class: "row", role: "search", onsubmit: (event) => {
        event.preventDefault();
        during(find, results, search);
    } }, h("div", { class: "field" }, h("label", { for: "user-search" }, t("admin.findLabel")), input), find);

    async function search() {
        const query = input.value.trim() || null;
        const list = paged(usersPage,
            (offset, limit) => callRows("admin_search_users", { query, page_size: usersMax }, { offset, limit }),
            drawUsers);
        const found = await list.first();
        results.replaceChildren(found.length === 0 ? h("p", { class: "empty" }, t("admin.noUsers"))
            : list.draw(found));
    }
    const drawUsers = (found) => table(t("panel.users"),
            [{ text: t("email") }, { text: t("balance.available"), isNumber: true },
                { text: t("balance.held"), isNumber: true },
                { text: t("admin.plan") }, { text: t("admin.joined") }],
            found.map((user) => [
                h("button", { type: "button", class: "link", dir: "auto", onclick: () => showUser(user.user_id) },
                    user.email ?? user.user_id),
                format.credits(user.available), format.credits(user.held), user.plan ?? "–",
                format.day(user.created_at)]));

    async function showUser(id) {
        detail.replaceChildren(h("p", { class: "loading" }, t("loading")));
        try {
            drawUser(one(await call("admin_user", { user_id: id })));
            detail.querySelector("h3").focus();
        } catch (error) {
            fail(detail, error);
        }
    }

    function drawUser(user) {
        const note = h("div");
        const id = user.user_id;
        const changed = async (text) => {
            await showUser(id);
            announce(text);
        };
        /** What is done to somebody needs a reason. */
        const act = (name, fields, work, kind = "primary") => button(t(`admin.${name}`), null, note, async () => {
            const answer = await ask(t(`admin.${name}`), [
                h("p", { dir: "auto" }, user.email ?? id), fields,
                field(t("admin.reason"), { name: "reason", required: true, maxlength: "500" }),
            ], [{ value: "", text: t("cancel") }, { value: "yes", text: t(`admin.${name}`), class: kind }]);
            if (answer) await work(answer.fields);
        }, kind === "danger" ? kind : "");
        /** What moves credits happens once however often it is sent. */
        const change = (name, fields, values) => act(name, fields, async (given) => {
            await callOnce(`admin_${name}`, { user_id: id, reason: given.reason, ...values(given) });
            await changed(t(`admin.${name}Done`));
        });
        const amount = (isNegative) => field(t("admin.amount"), {
            name: "amount", type: "number", step: "0.0001", min: isNegative ? null : "0.0001", required: true,
            dir: "ltr", inputmode: "decimal" },
        isNegative && t("admin.amountHint"));
        const list = (name, columns, all, cells) => h("details", { open: name === "reservations" },
            h("summary", null, `${t(`admin.${name}`)} (${format.number(all.length)})`),
            all.length === 0 ? h("p", { class: "empty" }, t("nothing"))
                : [all.length === reportedMax && h("p", { class: "hint" }, t("admin.newest", { count: reportedMax })),
                    table(t(`admin.${name}`), columns, all.map(cells))]);
        const figure = (name, value) => h("div", { class: "figure" }, h("dt", null, t(`balance.${name}`)),
            h("dd", { id: `user-${name}` }, format.credits(value)));
        detail.replaceChildren(
            h("h3", { tabindex: "-1", dir: "auto" }, user.email ?? id),
            h("p", { class: "hint" }, h("code", { dir: "ltr" }, id), " · ",
                t("admin.joinedAt", { at: format.time(user.created_at) }), " · ",
                t("admin.seenAt", { at: format.time(user.last_sign_in_at) }), user.plan && ` · ${user.plan}`),
            h("dl", { class: "figures" }, figure("available", user.available), figure("held", user.held),
                figure("debt", user.debt)),
            h("div", { class: "buttons" },
                change("grant", [amount(false), field(t("admin.days"),
                    { name: "days", type: "number", min: "1", max: "3650", step: "1", dir: "ltr" },
                    t("admin.daysHint"))],
                    (values) => ({
                        amount: Number(values.amount),
                        expires_at: values.days ? new Date(Date.now() + values.days * 86_400_000).toISOString()
                            : null })),
                change("adjust", amount(true), (values) => ({ amount: Number(values.amount) })),
                button(t("admin.verify"), null, note, async () => {
                    const broken = await call("admin_verify", { user_id: id });
                    note.replaceChildren(...[drawProof(broken)].flat());
                }),
                act("export", null, async ({ reason }) => {
                    download(`thin-export-${id}.json`, "application/json",
                        await callText("admin_export_user", { user_id: id, reason }));
                    announce(t("admin.exportDone"));
                }),
                act("delete", h("p", null, t("admin.deleteSure")), async ({ reason }) => {
                    await call("admin_delete_user", { user_id: id, reason });
                    results.replaceChildren();
                    detail.replaceChildren(h("p", { role: "status" }, t("admin.deleteDone")));
                    onDeleted();
                }, "danger")),
            note,
            list("grants", [{ text: t("grants.source") }, { text: t("grants.remaining"), isNumber: true },
                { text: t("grants.amount"), isNumber: true }, { text: t("grants.expires") }],
                user.grants, (grant) => [named("source", grant.source), format.credits(grant.remaining),
                    format.credits(grant.amount), format.time(grant.expires_at)]),
            list("reservations", [{ text: t("ledger.at") }, { text: t("admin.job") }, { text: t("admin.status") },
                { text: t("admin.held"), isNumber: true },
                { text: t("admin.charged"), isNumber: true }, { text: t("keys.actions") }],
            user.reservations, (held) => [
                format.time(held.created_at), h("span", { dir: "auto" },
                    [held.job_type, held.description].filter(Boolean).join(": ")), named("status", held.status),
                format.credits(held.amount), format.credits(held.charged),
                held.status === "confirmed" && held.charged > 0 && change("refund",
                    [h("p", null, t("admin.refundLead", { charged: format.credits(held.charged) })),
                        field(t("admin.amount"), {
                        name: "amount", type: "number", step: "0.0001", min: "0.0001", max: held.charged, dir: "ltr",
                        inputmode: "decimal" }, t("admin.refundHint"))],
                    (values) => ({ reservation_id: held.id, amount: values.amount ? Number(values.amount) : null }))]),
            list("entries", [{ text: t("ledger.at") }, { text: t("ledger.kind") },
                { text: t("ledger.amount"), isNumber: true }, { text: t("ledger.balance"), isNumber: true }],
                user.entries, (entry) => [format.time(entry.created_at), named("entry", entry.kind),
                    format.credits(entry.amount), format.credits(entry.balance)]),
            list("payments", [{ text: t("payments.at") }, { text: t("payments.what") },
                { text: t("payments.amount"), isNumber: true }, { text: t("payments.status") }],
                user.payments, (payment) => [format.time(payment.paid_at),
                    payment.pack ?? named("payment", payment.kind), format.money(payment.amount, payment.currency),
                    named("paid", payment.status)]));
    }
    return panel("users", { isWide: true, load: async () => true, draw: () => [form, results, detail] });
}

function compensations() {
    const note = h("div");
    const part = panel("compensations", {
        isWide: true, load: () => call("admin_compensations"), empty: "admin.noCompensations",
        actions: [button(t("admin.settle"), null, note, async () => {
            const done = one(await call("admin_settle_compensations"));
            announce(t("admin.settled", { count: done.settled }));
            await part.refresh();
        })],
        draw: (all) => [table(t("panel.compensations"),
            [{ text: t("ledger.at") }, { text: t("email") }, { text: t("admin.amount"), isNumber: true },
                { text: t("admin.reason") }, { text: t("admin.status") },
                { text: t("admin.attempts"), isNumber: true }, { text: t("keys.actions") }],
            all.map((entry) => [
                format.time(entry.created_at), h("span", { dir: "auto" }, entry.email ?? entry.user_id),
                format.credits(entry.amount), h("span", { dir: "auto" }, entry.reason ?? "–"),
                [named("status", entry.status),
                    entry.last_error && said(entry.last_error)],
                format.number(entry.attempts),
                entry.status === "failed" && button(t("tryAgain"), null, note, async () => {
                    await call("admin_retry_compensation", { user_id: entry.user_id, id: entry.id });
                    await part.refresh();
                })])), note],
    });
    return part;
}

/** A list that is chosen from by one field. */
const filtered = (label, options, value, take) => field(label,
    { options, value, "data-focus": label, onchange: (event) => take(event.target.value) });

function webhooks() {
    const note = h("div");
    let status = "";
    const replay = (event) => button(t("admin.replay"), t("admin.replayOne", { id: event.id }), note, async () => {
        const replayed = one(await call("admin_replay_event", { event_id: event.id }));
        announce(named("status", replayed.status));
        await part.refresh();
    });
    const list = paged(pageSize,
        (offset, limit) => callRows("admin_webhook_events", { status: status || null, page_size: eventsMax },
            { offset, limit }),
        (all) => table(t("panel.webhooks"),
            [{ text: t("ledger.at") }, { text: t("admin.type") }, { text: t("admin.status") },
                { text: t("admin.attempts"), isNumber: true }, { text: t("keys.actions") }],
            all.map((event) => [
                format.time(event.received_at),
                [h("span", null, event.type), h("br"), h("code", { class: "hint", dir: "ltr" }, event.id)],
                [named("status", event.status), (event.reason ?? event.error) && said(event.reason ?? event.error)],
                format.number(event.attempts), event.status !== "processed" && replay(event)])));
    const part = panel("webhooks", {
        isWide: true, load: list.first,
        draw: (page) => [
            filtered(t("admin.status"), [["", t("admin.any")],
                ...["processed", "ignored", "unmatched", "refused",
                "failed"].map((name) => [name, named("status", name)])], status,
                (value) => { status = value; part.refresh({ isQuiet: true }); }),
            page.length === 0 ? h("p", { class: "empty" }, t("nothing")) : list.draw(page), note],
    });
    return part;
}

function jobs() {
    return panel("jobs", {
        isWide: true, load: () => call("admin_jobs"), draw: (all) => table(t("panel.jobs"),
            [{ text: t("admin.job") }, { text: t("admin.every") }, { text: t("admin.status") },
                { text: t("admin.lastRun") }, { text: t("admin.nextRun") }],
            all.map((job) => [
                [h("strong", null, job.name), said(job.description)],
                format.span(job.every),
                [!job.is_enabled ? t("admin.off") : job.is_running ? t("admin.running") : job.last_error
                    ? t("admin.failing") : t("admin.fine"),
                    job.last_error && h("div", { class: "problem", dir: "auto" }, job.last_error)],
                format.time(job.last_finished_at), format.time(job.next_run_at)])),
    });
}

function erasures() {
    return panel("erasures", {
        isWide: true, load: () => call("admin_erasures"), empty: "nothing", draw: (all) => table(t("panel.erasures"),
            [{ text: t("admin.actorID") }, { text: t("admin.reason") }, { text: t("admin.asked") },
                { text: t("admin.settledAt") }, { text: t("admin.goneAt") }],
            all.map((erasure) => [
                h("code", { dir: "ltr" }, erasure.user_id), h("bdi", null, erasure.reason),
                format.time(erasure.requested_at), format.time(erasure.settled_at),
                erasure.finished_at ? format.time(erasure.finished_at) : t("admin.running")])),
    });
}

function retention() {
    return panel("retention", {
        isWide: true, load: () => call("admin_retention"), draw: (all) => table(t("panel.retention"),
            [{ text: t("admin.relation") }, { text: t("admin.becomes") }, { text: t("admin.keep") },
                { text: t("admin.doneBefore") }, { text: t("admin.lastRun") },
                { text: t("admin.lastRows"), isNumber: true }, { text: t("admin.status") }],
            all.map((policy) => [
                [h("strong", { dir: "ltr" }, policy.relation), said(policy.description)],
                policy.archive ? [t("admin.movesTo"), " ", h("bdi", null, policy.archive)] : t("admin.isDropped"),
                format.span(policy.keep), format.time(policy.done_before),
                format.time(policy.last_finished_at), format.number(policy.last_rows),
                t(policy.is_enabled ? "admin.on" : "admin.off")])),
    });
}

/** Where a row with a time from which on it holds stands now. */
const standing = (row) => (new Date(row.effective_at) > new Date() ? "coming" : row.ends_at
    && new Date(row.ends_at) <= new Date() ? "past" : "inForce");

/** From when on something is to hold; nothing is sent where nothing is filled in. */
const effectiveField = () => field(t("admin.effective"),
    { name: "effective_at", type: "datetime-local", dir: "ltr" }, t("admin.effectiveHint"));
const moment = (text) => (text ? new Date(text).toISOString() : undefined);

function limits() {
    const note = h("div");
    /** What is in force of a class and plan can be changed, else what was or will be. */
    const isOpen = (limit, all) => {
        const same = all.filter((other) => other.class === limit.class && other.plan === limit.plan);
        return limit === (same.find((other) => standing(other) === "inForce") ?? same[0]);
    };
    const status = (limit) => {
        if (!limit.effective_at) return "–";
        const stands = standing(limit);
        return t(`admin.${stands === "inForce" && !limit.is_enabled ? "off" : stands}`);
    };
    const part = panel("rates", {
        isWide: true, load: () => call("admin_rate_limits"), draw: (all) => [table(t("panel.rates"),
            [{ text: t("admin.class") }, { text: t("admin.plan") }, { text: t("admin.requests"), isNumber: true },
                { text: t("admin.period") }, { text: t("admin.from") }, { text: t("admin.until") },
                { text: t("admin.status") }, { text: t("keys.actions") }],
            all.map((limit) => [
                [h("strong", null, limit.class), said(limit.description)],
                limit.plan ?? t("admin.any"), format.number(limit.requests),
                format.span(limit.period), format.time(limit.effective_at),
                format.time(limit.ends_at), status(limit), isOpen(limit, all) && edit(limit)])), note],
    });
    const edit = (limit) => button(t("admin.change"), t("admin.changeOne", {
        name: [limit.class, limit.plan].filter(Boolean).join(", ") }), note, async () => {
        const answer = await ask(t("admin.changeOne", { name: limit.class }), [
            field(t("admin.plan"), { name: "plan", maxlength: "63", value: limit.plan ?? "", dir: "ltr" },
                t("admin.planHint")),
            field(t("admin.requests"), { name: "requests", type: "number", min: "1", max: "1000000", step: "1",
                required: true, value: limit.requests, dir: "ltr" }),
            field(t("admin.period"), { name: "period", required: true, value: limit.period, dir: "ltr" },
                t("admin.periodHint")),
            effectiveField(),
            h("label", { class: "check" }, h("input", { type: "checkbox", name: "is_enabled",
                checked: limit.is_enabled }), h("span", null, t("admin.on"))),
        ], [{ value: "", text: t("cancel") }, { value: "yes", text: t("admin.change"), class: "primary" }]);
        if (!answer) return;
        const isOn = answer.fields.is_enabled === "on";
        await call("admin_set_rate_limit", {
            class: limit.class, plan: answer.fields.plan || null, requests: Number(answer.fields.requests),
            within: answer.fields.period, is_enabled: isOn === limit.is_enabled ? null : isOn,
            effective_at: moment(answer.fields.effective_at) });
        announce(t("admin.changed"));
        await part.refresh();
    });
    return part;
}

function prices() {
    const note = h("div");
    const part = panel("prices", {
        isWide: true, load: () => call("admin_prices"), empty: "admin.noPrices",
        actions: [button(t("admin.set_price"), null, note, async () => {
            const answer = await ask(t("admin.set_price"), [
                field(t("admin.job"), { name: "job_type", required: true, maxlength: "63", dir: "ltr" }),
                field(t("admin.unit"), { name: "unit", value: "job",
                    options: ["job", "pages", "stories", "tokens"].map((unit) => [unit, named("unit", unit)]) }),
                field(t("admin.price"), { name: "price", type: "number", step: "any", min: "0", required: true,
                    dir: "ltr" }),
                field(t("admin.perUnits"), { name: "per_units", type: "number", step: "1", min: "1", value: "1",
                    required: true, dir: "ltr" }),
                effectiveField(),
            ], [{ value: "", text: t("cancel") }, { value: "yes", text: t("admin.set_price"), class: "primary" }]);
            if (!answer) return;
            const { effective_at: at, ...values } = answer.fields;
            await call("admin_set_price", {
                ...values, price: Number(values.price), per_units: Number(values.per_units),
                effective_at: moment(at) });
            announce(t("admin.changed"));
            await part.refresh();
        })],
        draw: (all) => [table(t("panel.prices"),
            [{ text: t("admin.job") }, { text: t("admin.unit") }, { text: t("admin.price"), isNumber: true },
                { text: t("admin.from") }, { text: t("admin.until") }, { text: t("admin.status") }],
            all.map((price) => [
                price.job_type, price.per_units === 1 ? named("unit", price.unit)
                    : `${format.number(price.per_units)} ${named("unit", price.unit)}`,
                new Intl.NumberFormat(undefined, { maximumFractionDigits: 10 }).format(price.price),
                format.time(price.effective_at), format.time(price.ends_at),
                t(`admin.${standing(price)}`)])), note],
    });
    return part;
}

/** The kill switch, and what models cost. */
function models(live) {
    const note = h("div");
    const turn = (isOn) => button(t(isOn ? "admin.aiOn" : "admin.aiStop"), null, note, async () => {
        if (!isOn && !(await confirms(t("admin.aiStop"), t("admin.aiStopSure"), t("admin.aiStop")))) return;
        await call("set_ai_enabled", { enabled: isOn });
        announce(t("admin.changed"));
        await live.refresh({ isQuiet: true });
    }, isOn ? "quiet" : "danger");
    const list = paged(pageSize,
        (offset, limit) => rows("ai_models", { order: "provider,model,service_tier", limit, offset }),
        (all) => table(t("panel.models"),
            [{ text: t("admin.model") }, { text: t("admin.tier") }, { text: t("admin.input"), isNumber: true },
                { text: t("admin.cached"), isNumber: true }, { text: t("admin.output"), isNumber: true },
                { text: t("admin.from") }],
            all.map((model) => [
                h("span", { dir: "ltr" }, `${model.provider} ${model.model}`), model.service_tier,
                format.credits(model.input), format.credits(model.cached_input), format.credits(model.output),
                format.time(model.effective_at)])));
    return panel("models", {
        isWide: true, load: list.first, actions: [turn(true), turn(false)],
        draw: (page) => [note, h("p", { class: "hint" }, t("admin.modelsLead")),
            page.length === 0 ? h("p", { class: "empty" }, t("nothing")) : list.draw(page)],
    });
}

function audit() {
    const query = { relation: "", actor: "", operation: "" };
    const results = h("div", { "aria-live": "polite" });
    const find = h("button", { type: "submit" }, t("admin.find"));
    const input = (name, label) => field(label, { name, maxlength: "200", dir: "ltr",
        oninput: (event) => { query[name] = event.target.value.trim(); } });
    const filters = () => ({
        ...(query.relation && { relation: `like.*${query.relation.replace(/[*,()]/g, "")}*` }),
        ...(/^[0-9a-f-]{36}$/i.test(query.actor) && { actor_id: `eq.${query.actor}` }),
        ...(query.operation && { operation: `eq.${query.operation}` }),
    });
    async function search() {
        const list = paged(pageSize,
            (offset, limit) => rows("audit_log", { ...filters(), order: "transaction_id.desc,id.desc", limit,
                offset }),
            (all) => (all.length === 0 ? h("p", { class: "empty" }, t("nothing")) : table(t("panel.audit"),
                [{ text: t("ledger.at") }, { text: t("admin.actor") }, { text: t("admin.what") },
                    { text: t("admin.values") }],
                all.map((row) => [
                    format.time(row.at), [row.actor_role ?? "–", h("br"),
                        h("code", { class: "hint", dir: "ltr" }, row.actor_id ?? "")],
                        `${row.operation} ${row.relation}`,
                    h("details", null, h("summary", null, t("admin.values")), h("pre", { dir: "ltr", tabindex: "0" },
                        JSON.stringify({ old: row.old_values, new: row.new_values, request: row.request_id,
                            address: row.address, agent: row.agent }, null, 2)))]))));
        results.replaceChildren(list.draw(await list.first()));
    }
    const form = h("form", { class: "row", role: "search", onsubmit: (event) => {
        event.preventDefault();
        during(find, results, search);
    } }, input("relation", t("admin.relation")), input("actor", t("admin.actorID")),
    field(t("admin.operation"), {
        options: [["", t("admin.any")], ["insert", "insert"], ["update", "update"], ["delete", "delete"]],
        onchange: (event) => { query.operation = event.target.value; } }), find);
    return panel("audit", { isWide: true, load: async () => true, draw: () => [form, results] });
}

const drawProof = (broken) => (broken.length === 0
    ? h("p", { class: "fine", role: "status" }, t("admin.sound"))
    : [h("p", { class: "problem", role: "alert" }, t("admin.broken", { count: broken.length })),
        table(t("panel.proof"), Object.keys(broken[0]).map((name) => ({ text: name })), broken.map((row) =>
            Object.values(row).map((value) => (value !== null && typeof value === "object" ? JSON.stringify(value)
                : String(value ?? "–")))))]);

function proof() {
    const result = h("div");
    return panel("proof", {
        isWide: true, load: async () => true, draw: () => [h("p", null, t("admin.proofLead")),
            button(t("admin.verify"), null, result, async () => {
                result.replaceChildren(h("p", { class: "loading" }, t("loading")));
                result.replaceChildren(...[drawProof(await call("admin_verify"))].flat());
            }, "primary"), result],
    });
}
