// The chat page: sessions, answers as they come, and what each of them cost.

import { Refusal, call, events, open, request, rows } from "./api.js";
import { budgets } from "./budgets.js";
import { announce, ask, field, h } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";
import { markdown } from "./markdown.js";
import { begin, confirms, copier, during, explain, fail, watch } from "./shell.js";

/** How often the balance is looked at while nothing is answered, and how soon after a broken line an answer is taken up
 *  again. */
const lookSeconds = 12;
const resumePauses = [0.3, 1, 2, 4, 8];
/** An answer is drawn anew so often at most, in milliseconds. */
const drawEvery = 80;
const pageSize = 50;
/** How many messages are shown at first, and more at a time. */
const messagesPage = 100;
/** What a share link shows at a time. */
const sharedPage = 100;
const fileBytesMax = 10_485_760;
const contentBytesMax = 102_400;
const mediaTypes = {
    txt: "text/plain", md: "text/markdown", csv: "text/csv", json: "application/json", pdf: "application/pdf",
    png: "image/png",
    jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp",
};

const shareToken = new URLSearchParams(location.hash.slice(1)).get("share") || null;

begin("chat", shareToken ? showShared : show, { isOpen: () => shareToken !== null });
// Another fragment of the same page loads nothing by itself.
window.addEventListener("hashchange", () => {
    if ((new URLSearchParams(location.hash.slice(1)).get("share") || null) !== shareToken) location.reload();
});

/** A session that somebody has shared: to read, for whoever has the link. */
async function showShared(main) {
    const place = h("div", { class: "shared" }, h("p", { class: "loading" }, t("loading")));
    main.replaceChildren(place);
    try {
        const shared = await call("shared_chat", { token: shareToken });
        for (let page = shared; page.messages.length === sharedPage; shared.messages.push(...page.messages)) {
            page = await call("shared_chat", { token: shareToken, after: shared.messages.at(-1).ordinal });
        }
        place.replaceChildren(
            h("h1", { dir: "auto" }, shared.title ?? t("chat.untitled")),
            h("p", { class: "hint" }, t("chat.sharedUntil", { at: format.time(shared.expires_at) })),
            h("ol", { class: "messages" }, shared.messages.map((message) => bubble(message).element)));
    } catch (error) {
        place.replaceChildren(h("h1", null, t("chat.shared")),
            h("p", { class: "problem", role: "alert" },
                [400, 404].includes(error.status) ? t("chat.noLink") : explain(error)));
    }
}

/** What was said, and what it cost. */
function bubble(message) {
    const body = h("div", { class: "body", dir: "auto" });
    const foot = h("div", { class: "foot hint" });
    const element = h("li", { class: `message ${message.role} ${message.status ?? "complete"}` },
        h("div", { class: "hidden" }, t(`chat.${message.role}`)), body, foot);
    const write = (text) => body.replaceChildren(...(message.role === "user" ? [h("p", { class: "plain" }, text)]
        : markdown(text)));
    write(message.content ?? "");
    const note = (changes) => {
        Object.assign(message, changes);
        element.className = `message ${message.role} ${message.status ?? "complete"}`;
        foot.replaceChildren(...[
            message.status === "partial" && h("span", null, t("chat.partial")),
            message.status === "failed" && h("span", null, t("chat.failed")),
            message.files?.length > 0 && h("span", null, t("chat.withFiles", { count: message.files.length })),
            message.charge !== undefined && message.charge !== null
                && h("span", { class: "cost" }, t("chat.cost", { credits: format.credits(message.charge) })),
            message.balance !== undefined && message.balance !== null
                && h("span", null, t("chat.left", { credits: format.credits(message.balance) })),
        ].filter(Boolean));
    };
    note({});
    return { element, write, note, message };
}

async function show(main) {
    const state = { current: null, sessions: [], run: null, available: null, isBlocked: false, isRefused: false,
        files: [], last: null, hasMore: false, isListed: false };

    const list = h("ul", { class: "chat-list" });
    const listNote = h("div", { "aria-live": "polite" });
    const search = h("input", { type: "search", id: "search", "aria-label": t("chat.search"),
        placeholder: t("chat.search"), maxlength: "200", dir: "auto" });
    const more = h("button", { type: "button", hidden: true, onclick: () => during(more, listNote, loadMore) },
        t("showMore"));
    const create = h("button", { type: "button", class: "primary",
        onclick: () => { choose(null); input.focus(); aside.open = isWide.matches; } }, t("chat.new"));
    const isWide = window.matchMedia("(min-width: 50rem)");
    const aside = h("details", { class: "sessions-pane", open: isWide.matches },
        h("summary", null, t("chat.sessions")),
        h("div", { class: "pane" }, create, search, listNote, list, more));
    isWide.addEventListener("change", () => { aside.open = isWide.matches; });

    const title = h("h1", { dir: "auto" }, t("chat.untitled"));
    const actions = h("div", { class: "buttons" });
    const balance = h("p", { class: "balance", id: "chat-balance" });
    const log = h("ol", { class: "messages", id: "messages", "aria-label": t("chat.messages") });
    const scroller = h("div", { class: "log", tabindex: "0", role: "log", "aria-live": "off",
        "aria-label": t("chat.messages") }, log);
    const note = h("div", { class: "note", id: "chat-note" });
    const blocked = h("div", { id: "blocked" });
    const chips = h("ul", { class: "chips", hidden: true });
    const input = h("textarea", { id: "composer", rows: "2", dir: "auto", "aria-label": t("chat.write"),
        placeholder: t("chat.write") });
    const send = h("button", { type: "submit", class: "primary", id: "send" }, t("chat.send"));
    const stop = h("button", { type: "button", id: "stop", class: "danger", hidden: true,
        onclick: () => during(stop, note, stopRun) }, t("chat.stop"));
    const retry = h("button", { type: "button", id: "retry", hidden: true,
        onclick: () => state.last && sendMessage(state.last.content, state.last.files) }, t("chat.retry"));
    const picker = h("input", { type: "file", class: "hidden", id: "files", tabindex: "-1", "aria-hidden": "true",
        multiple: true, accept: Object.keys(mediaTypes).map((end) => `.${end}`).join(",") });
    const attach = h("button", { type: "button", id: "attach", onclick: () => picker.click() }, t("chat.attach"));
    const composer = h("form", { class: "composer" }, chips, input,
        h("div", { class: "buttons" }, attach, picker, retry, stop, send));
    main.replaceChildren(h("div", { class: "chat" }, aside,
        h("div", { class: "conversation" },
            h("div", { class: "panel-head" }, title, actions), balance, scroller, blocked, note, composer)));

    composer.addEventListener("submit", (event) => {
        event.preventDefault();
        const content = input.value;
        if (content.trim() === "" || send.disabled) return;
        if (new Blob([content]).size > contentBytesMax) {
            fail(note, new Refusal(400, { code: "chat.tooLong" }));
            return;
        }
        sendMessage(content, state.files);
    });
    input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            composer.requestSubmit();
        }
    });
    picker.addEventListener("change", () => during(attach, note, async () => {
        for (const file of picker.files) await addFile(file);
        picker.value = "";
    }));

    // Sessions

    let searched = 0;
    let waiting = null;
    search.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(find, 250);
    });
    async function find() {
        const query = search.value.trim();
        const mine = (searched += 1);
        if (query === "") return loadSessions();
        try {
            const hits = await call("search_chats", { query });
            if (mine !== searched) return undefined;
            more.hidden = true;
            listNote.replaceChildren(h("p", { class: "hint" },
                hits.length === 0 ? t("chat.noHits") : t("chat.hits", { count: hits.length })));
            list.replaceChildren(...hits.map((hit) => entry({ id: hit.session_id, title: hit.title }, hit.excerpt)));
        } catch (error) {
            fail(listNote, error);
        }
        return undefined;
    }

    async function loadSessions() {
        try {
            if (state.sessions.length === 0) listNote.replaceChildren(h("p", { class: "loading" }, t("loading")));
            const page = await rows("chat_sessions", { order: "updated_at.desc,id", limit: pageSize });
            state.sessions = page;
            state.isListed = true;
            state.hasMore = page.length === pageSize;
            drawSessions();
        } catch (error) {
            state.isListed = false;
            listNote.replaceChildren(h("p", { class: "problem", role: "alert" }, explain(error)),
                h("button", { type: "button", onclick: loadSessions }, t("tryAgain")));
        }
    }
    async function loadMore() {
        const page = await rows("chat_sessions", { order: "updated_at.desc,id", limit: pageSize,
            offset: state.sessions.length });
        state.sessions.push(...page);
        state.hasMore = page.length === pageSize;
        drawSessions();
    }
    function drawSessions() {
        // What could not be loaded isn't nothing.
        if (state.isListed) {
            listNote.replaceChildren(state.sessions.length === 0 ? h("p", { class: "empty" }, t("chat.none")) : "");
        }
        more.hidden = !state.hasMore;
        list.replaceChildren(...state.sessions.map((one) => entry(one)));
        const mine = state.sessions.find((one) => one.id === state.current);
        title.textContent = mine?.title ?? t("chat.untitled");
    }
    const entry = (one, excerpt) => h("li", null, h("button", {
        type: "button", class: "session", dir: "auto", "aria-current": one.id === state.current ? "true" : null,
        onclick: () => { choose(one.id); aside.open = isWide.matches; } }, one.title ?? t("chat.untitled"),
            excerpt && h("span", { class: "hint" }, excerpt)));

    async function choose(id) {
        if (state.run) state.run.follow.abort();
        Object.assign(state, { current: id, run: null, files: [], last: null });
        drawFiles();
        setRunning(false);
        retry.hidden = true;
        note.replaceChildren();
        history.replaceState(null, "", id ? `#session=${id}` : location.pathname);
        drawSessions();
        drawActions();
        log.replaceChildren();
        if (id === null) {
            log.replaceChildren(h("li", { class: "empty" }, t("chat.begin")));
            return;
        }
        log.replaceChildren(h("li", { class: "loading" }, t("loading")));
        try {
            const found = await messagesBefore(id);
            if (state.current !== id) return;
            log.replaceChildren(...earlier(id, found), ...found.map((message) => bubble(message).element));
            toEnd(true);
            state.last = found.filter((message) => message.role === "user").map(({ content }) =>
                ({ content, files: [] })).at(-1) ?? null;
            retry.hidden = !(found.at(-1)?.status === "failed");
            await resume(id);
        } catch (error) {
            if (state.current !== id) return;
            log.replaceChildren(h("li", null, h("p", { class: "problem", role: "alert" }, explain(error)),
                h("button", { type: "button", onclick: () => choose(id) }, t("tryAgain"))));
        }
    }

    /** Messages of a chat in order: the last, or the last ahead of another one. */
    const messagesBefore = async (id, ordinal) => (await rows("chat_messages", {
        session_id: `eq.${id}`, ordinal: ordinal && `lt.${ordinal}`, order: "ordinal.desc", limit: messagesPage,
    })).map((message) => ({ ...message, charge: message.role === "assistant" ? message.charge : undefined })).reverse();

    /** A button for what was said before, if there may be more. */
    function earlier(id, shown) {
        if (shown.length < messagesPage) return [];
        const place = h("div");
        const button = h("button", { type: "button", class: "quiet", onclick: () => during(button, place, async () => {
            const found = await messagesBefore(id, shown[0].ordinal);
            if (state.current !== id) return;
            // What is read stays where it is.
            const height = scroller.scrollHeight;
            element.replaceWith(...earlier(id, found), ...found.map((message) => bubble(message).element));
            scroller.scrollTop += scroller.scrollHeight - height;
            scroller.focus({ preventScroll: true });
        }) }, t("chat.earlier"));
        const element = h("li", null, button, place);
        return [element];
    }

    function drawActions() {
        const id = state.current;
        if (id === null) {
            actions.replaceChildren();
            return;
        }
        const button = (name, work, kind = "quiet") => {
            const made = h("button", { type: "button", class: kind, id: `chat-${name}`,
                onclick: () => during(made, note, work) }, t(`chat.${name}`));
            return made;
        };
        actions.replaceChildren(
            button("rename", async () => {
                const answer = await ask(t("chat.rename"), field(t("chat.title"), {
                    name: "title", required: true, maxlength: "200", value: title.textContent, autofocus: true }),
                [{ value: "", text: t("cancel") }, { value: "ok", text: t("chat.rename"), class: "primary" }]);
                if (!answer) return;
                await call("rename_chat_session", { session_id: id, title: answer.fields.title });
                await loadSessions();
            }),
            button("share", () => share(id)),
            button("delete", async () => {
                if (!(await confirms(t("chat.delete"), t("chat.deleteSure"), t("chat.delete")))) return;
                await call("delete_chat_session", { session_id: id });
                await choose(null);
                await loadSessions();
                announce(t("chat.deleted"));
            }));
    }

    async function share(id) {
        const links = await rows("chat_share_links", { session_id: `eq.${id}`, withdrawn_at: "is.null",
            expires_at: "gt.now", order: "created_at.desc" });
        const answer = await ask(t("chat.share"), [
            h("p", null, t("chat.shareLead")),
            links.length > 0 && h("ul", { class: "list" }, links.map((link) => h("li", null,
                t("chat.shareUntil", { at: format.time(link.expires_at) }), " ",
                h("button", { type: "button", "data-link": link.id, onclick: async (event) => {
                    const { target } = event;
                    target.disabled = true;
                    try {
                        await call("withdraw_share", { id: link.id });
                        target.replaceWith(t("chat.withdrawn"));
                        announce(t("chat.withdrawn"));
                    } catch (error) {
                        target.replaceWith(explain(error));
                    }
                } }, t("chat.withdraw"))))),
            field(t("chat.shareFor"), { name: "ttl", value: "7 days", options: [
                ["1 day", t("days", { count: 1 })], ["7 days", t("days", { count: 7 })],
                ["30 days", t("days", { count: 30 })]] }),
        ], [{ value: "", text: t("close") }, { value: "share", text: t("chat.makeLink"), class: "primary" }]);
        if (!answer) return;
        const made = await call("share_chat_session", { session_id: id, ttl: answer.fields.ttl });
        const address = `${location.origin}/chat#share=${encodeURIComponent(made.token)}`;
        const code = h("code", { id: "share-link" }, address);
        await ask(t("chat.share"), [
            h("p", null, t("chat.linkOnce")), h("p", { class: "secret", dir: "ltr" }, code), copier(code),
        ], [{ value: "done", text: t("close"), class: "primary" }]);
    }

    // Files

    async function addFile(file) {
        const type = mediaTypes[file.name.split(".").at(-1).toLowerCase()];
        if (!type) throw new Refusal(400, { code: "chat.fileType", details: file.name });
        if (file.size > fileBytesMax) throw new Refusal(413, { code: "chat.fileSize", details: file.name });
        const id = state.current ?? await createSession();
        const made = await request("POST", `/chat/v1/sessions/${id}/files?name=${encodeURIComponent(file.name)}`, {
            body: file.slice(0, file.size, type), headers: { "Content-Type": type } });
        state.files.push(made);
        drawFiles();
        announce(t("chat.attached", { name: file.name }));
    }
    function drawFiles() {
        chips.hidden = state.files.length === 0;
        chips.replaceChildren(...state.files.map((file) =>
            h("li", null, h("span", { dir: "auto" }, file.name), " ", format.bytes(file.size),
            h("button", { type: "button", class: "quiet", "aria-label": t("chat.removeOne", { name: file.name }),
                onclick: async () => {
                state.files = state.files.filter((other) => other.id !== file.id);
                drawFiles();
                await call("delete_chat_file", { id: file.id }).catch((error) => fail(note, error));
            } }, "×"))));
    }

    // Answers

    async function createSession() {
        const made = await call("create_chat_session", {});
        state.current = made.id;
        history.replaceState(null, "", `#session=${state.current}`);
        drawActions();
        loadSessions();
        return state.current;
    }

    function setRunning(isRunning) {
        stop.hidden = !isRunning;
        send.hidden = isRunning;
        attach.disabled = isRunning;
        scroller.setAttribute("aria-busy", String(isRunning));
        drawBlocked();
    }

    async function sendMessage(content, files) {
        note.replaceChildren();
        retry.hidden = true;
        state.last = { content, files };
        setRunning(true);
        const run = { follow: new AbortController(), lastID: null, isOver: false, text: "" };
        state.run = run;
        const key = crypto.randomUUID();
        if (state.current === null) log.replaceChildren();
        const question = bubble({ role: "user", content, files });
        log.append(question.element);
        toEnd(true);
        try {
            const id = state.current ?? await createSession();
            input.value = "";
            state.files = [];
            drawFiles();
            const response = await open("POST", `/chat/v1/sessions/${id}/messages`, {
                body: { content, file_ids: files.map((file) => file.id) },
                headers: { "Idempotency-Key": key, Accept: "text/event-stream" },
                signal: run.follow.signal });
            await refuse(response);
            await follow(run, id, response);
        } catch (error) {
            if (error.name === "AbortError" || state.run !== run) return;
            (run.answer ?? question).note({ status: run.answer ? "partial" : "failed" });
            fail(note, error);
            retry.hidden = false;
            if (error.code === "TH402") {
                note.append(h("p", null, h("a", { href: "/#packs" }, t("balance.buy"))));
            }
            state.isRefused = error.code === "TH451";
            if (["TH402", "TH451"].includes(error.code)) await look(true);
            if (input.value === "" && !run.answer) {
                input.value = content;
            }
        } finally {
            if (state.run === run) {
                state.run = null;
                setRunning(false);
                input.focus();
            }
        }
    }

    async function refuse(response) {
        if (response.ok) return;
        const body = await response.json().catch(() => ({}));
        throw new Refusal(response.status, body, response.headers);
    }

    /** An answer that is still being made, here or anywhere. */
    async function resume(id) {
        const run = { follow: new AbortController(), lastID: null, isOver: false, text: "" };
        state.run = run;
        try {
            const response = await open("GET", `/chat/v1/sessions/${id}/run`,
                { signal: run.follow.signal, headers: { Accept: "text/event-stream" } });
            if (response.status !== 204 && response.ok) {
                setRunning(true);
                await follow(run, id, response);
            }
        } catch (error) {
            if (error.name !== "AbortError" && state.run === run) fail(note, error);
        } finally {
            if (state.run === run) {
                state.run = null;
                setRunning(false);
            }
        }
    }

    /** Shows what comes, and takes it up again where the line broke. */
    async function follow(run, id, first) {
        let response = first;
        for (let attempt = 0; ;) {
            try {
                for await (const event of events(response, run.follow.signal)) {
                    if (run.follow.signal.aborted) return;
                    if (event.id !== null) run.lastID = event.id;
                    attempt = 0;
                    take(run, event);
                    if (run.isOver) return;
                }
            } catch (error) {
                if (error instanceof Refusal || error.name === "AbortError" || run.follow.signal.aborted) throw error;
            }
            if (run.follow.signal.aborted) return;
            if (attempt === resumePauses.length) throw new Refusal(0, { code: "offline" });
            await new Promise((resolve) => setTimeout(resolve, resumePauses[attempt] * 1000));
            attempt += 1;
            response = await open("GET", `/chat/v1/sessions/${id}/run`, {
                signal: run.follow.signal,
                headers: { Accept: "text/event-stream",
                    ...(run.lastID === null ? {} : { "Last-Event-ID": run.lastID }) } });
            if (response.status === 204) {
                // It has ended meanwhile, and what it said is a message.
                await choose(id);
                return;
            }
            await refuse(response);
        }
    }

    function take(run, event) {
        const data = JSON.parse(event.data);
        const begun = () => {
            if (run.answer) return run.answer;
            run.answer = bubble({ role: "assistant", content: "" });
            log.append(run.answer.element);
            announce(t("chat.answering"));
            return run.answer;
        };
        const draw = () => {
            run.drawing = null;
            begun().write(run.text);
            toEnd(false);
        };
        if (event.type === "delta") {
            run.text += data.text ?? "";
            begun();
            run.drawing ??= setTimeout(draw, drawEvery);
        } else if (event.type === "done") {
            clearTimeout(run.drawing);
            draw();
            const status = data.status === "stopped" ? "partial" : "complete";
            run.answer.note({ charge: data.charge, balance: data.balance, status });
            run.isOver = true;
            takeBalance(data.balance);
            announce([
                run.answer.element.querySelector(".body").textContent,
                data.charge > 0 && t("chat.cost", { credits: format.credits(data.charge) }),
            ].filter(Boolean).join(". "));
            toEnd(false);
            loadSessions();
            look(true);
        } else if (event.type === "error") {
            clearTimeout(run.drawing);
            if (run.text) draw();
            run.isOver = true;
            run.answer?.note({ charge: data.charge, balance: data.balance, status: "partial" });
            takeBalance(data.balance);
            throw new Refusal(data.status ?? 502, data);
        }
    }

    async function stopRun() {
        try {
            await request("DELETE", `/chat/v1/sessions/${state.current}/run`);
        } catch (error) {
            // It had ended by then.
            if (error.status !== 404) throw error;
        }
        announce(t("chat.stopped"));
    }

    let isAtEnd = true;
    scroller.addEventListener("scroll", () => {
        isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    });
    function toEnd(isForced) {
        if (isForced || isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    }

    // Balance

    function takeBalance(value) {
        if (value === undefined || value === null) return;
        if (state.available !== null && state.available !== value && state.run === null) {
            announce(t("balance.now", { available: format.credits(value) }));
        }
        state.available = value;
        balance.replaceChildren(t("chat.balance"), " ",
            h("strong", { id: "balance-available" }, format.credits(value)));
        drawBlocked();
    }
    function drawBlocked() {
        const isEmpty = state.available !== null && state.available <= 0;
        const isShut = isEmpty || state.isBlocked;
        input.disabled = isShut;
        send.disabled = isShut;
        attach.disabled = isShut || state.run !== null;
        const text = isEmpty ? t("chat.noCredits") : state.isBlocked ? t("limits.blocked") : state.isNear
            ? t("limits.near") : "";
        if (blocked.getAttribute("data-text") === text) return;
        blocked.setAttribute("data-text", text);
        blocked.replaceChildren(text && h("p", { class: isShut ? "problem" : "warning",
            role: isShut ? "alert" : "status" }, text, " ",
            h("a", { href: isEmpty ? "/#packs" : "/#plans" }, t("limits.upgrade"))) || "");
    }
    async function look(isChanged = false) {
        try {
            const data = await call("dashboard");
            const all = [...data.current_usage, ...(await budgets({ isChanged }))];
            const hard = all.filter((limit) => limit.allowed !== null && limit.kind === "hard" && blocksChat(limit));
            const usage = JSON.stringify([data.plan, all, data.balance]);
            if (usage !== state.usage) state.isRefused = false;
            state.usage = usage;
            state.isBlocked = state.isRefused || hard.some((limit) => limit.percent >= 100 || limit.allowed === 0);
            state.isNear = hard.some((limit) => limit.percent >= 80);
            takeBalance(data.balance.available);
            return lookSeconds;
        } catch (error) {
            return Math.max(error.retryAfterSeconds ?? 0, 2 * lookSeconds);
        }
    }
    // Of what a chat uses: tokens, calls and credits, of no certain provider. Of others the service says so itself.
    const blocksChat = (limit) => ["tokens", "calls", "credits"].includes(limit.unit) && limit.provider === null;

    watch(look, 0);
    await loadSessions();
    await choose(new URLSearchParams(location.hash.slice(1)).get("session"));
    input.focus();
}
