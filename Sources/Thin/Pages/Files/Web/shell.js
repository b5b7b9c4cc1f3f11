// What all pages share: who is signed in, the head of the page, and what an error is called.

import { auth, session } from "./api.js";
import { announce, ask, byID, h } from "./dom.js";
import { language, languageNames, loadLanguage, named, rememberLanguage, t } from "./i18n.js";
import { signIn } from "./sign-in.js";

/** What to tell the reader of an error. */
export function explain(error) {
    if (error.code === "TH429" || error.status === 429) {
        return t("error.TH429", { count: error.retryAfterSeconds ?? 60 });
    }
    const known = `error.${error.code}`;
    const text = named("error", error.code);
    if (text !== String(error.code)) {
        return t(known, { details: error.details ?? "", hint: error.hint ?? "" });
    }
    if (error.status >= 500) return t("error.unknown");
    return [error.message, error.hint].filter(Boolean).join(": ");
}

/** Tells of an error where the reader looks, and out loud. */
export function fail(place, error) {
    place.replaceChildren(h("p", { class: "problem", role: "alert" }, explain(error)));
}

/** Disables a button while something runs that it has begun, and tells what went wrong beside it. */
export async function during(button, place, work) {
    const wasDisabled = button.disabled;
    const hadFocus = document.activeElement === button;
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    place?.replaceChildren();
    try {
        return await work();
    } catch (error) {
        if (place) fail(place, error);
        else announce(explain(error), true);
        return undefined;
    } finally {
        button.disabled = wasDisabled;
        button.removeAttribute("aria-busy");
        // What is disabled loses the keyboard's place.
        if (hadFocus && document.activeElement === document.body) button.focus();
    }
}

/** A part of a page that loads by itself: it says that it does, that there is nothing, or what went wrong and lets the
 *  reader try again. `load` answers what `draw` makes elements of; null or an empty list is nothing. */
export function panel(id, { load, draw, empty, isWide = false, actions = [] }) {
    const body = h("div", { class: "panel-body" });
    const titleID = `${id}-title`;
    const element = h("section", { id, class: `panel${isWide ? " wide" : ""}`, "aria-labelledby": titleID },
        h("div", { class: "panel-head" }, h("h2", { id: titleID }, t(`panel.${id}`)),
            h("div", { class: "buttons" }, actions)), body);
    let turn = 0;
    /** Answers whether what is shown is what there is. */
    const refresh = async ({ isQuiet = false } = {}) => {
        const mine = (turn += 1);
        if (!isQuiet) {
            element.setAttribute("aria-busy", "true");
            body.replaceChildren(h("p", { class: "loading" }, t("loading")));
        }
        try {
            const loaded = await load();
            if (mine !== turn) return true;
            const isNothing = loaded === null || loaded === undefined || Array.isArray(loaded) && loaded.length === 0;
            const drawn = isNothing && empty ? h("p", { class: "empty" }, t(empty)) : draw(loaded);
            keepingFocus(body, () => body.replaceChildren(...[drawn].flat().filter(Boolean)));
            return true;
        } catch (error) {
            if (mine !== turn || error.name === "AbortError") return true;
            if (isQuiet) return false;
            body.replaceChildren(
                h("p", { class: "problem", role: "alert" }, explain(error)),
                h("button", { type: "button", onclick: () => refresh() }, t("tryAgain")));
            return false;
        } finally {
            if (mine === turn) element.removeAttribute("aria-busy");
        }
    };
    return { element, body, refresh };
}

/** Draws anew without taking the keyboard's place from the reader. */
function keepingFocus(body, work) {
    const held = body.contains(document.activeElement) ? document.activeElement : null;
    const name = held?.getAttribute("data-focus");
    work();
    if (name) body.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus();
}

/** No answer has more rows. */
const rowsMax = 1000;

/** A list by pages, the next of which is asked for by a button. `load(offset, limit)` answers rows. Drawn anew, it is
 *  as long as the reader has made it. */
export function paged(pageSize, load, draw) {
    const list = [];
    let asked = pageSize;
    const place = h("div");
    const more = h("button", { type: "button", "data-focus": "more" }, t("showMore"));
    const note = h("div");
    const show = (page) => {
        list.push(...page);
        place.replaceChildren(draw(list));
        more.hidden = page.length < asked;
    };
    more.addEventListener("click", () => during(more, note, async () => {
        asked = pageSize;
        const page = await load(list.length, asked);
        show(page);
        announce(t("rowsShown", { count: list.length }));
    }));
    return {
        first: () => {
            asked = Math.min(Math.max(list.length, pageSize), rowsMax);
            return load(0, asked);
        },
        draw: (page) => {
            list.length = 0;
            show(page);
            return h("div", { class: "paged" }, place, note, more);
        },
    };
}

/** Looks again and again at what changes without the reader, as long as the page is looked at, and soon after the
 *  reader has come back to it. `look` answers in how many seconds to look again. */
export function watch(look, firstSeconds) {
    const soon = 0.2;
    let timer = null;
    let isLooking = false;
    let isWanted = false;
    const again = (seconds) => {
        clearTimeout(timer);
        timer = setTimeout(async () => {
            // Whoever doesn't look needn't be told.
            if (document.hidden) return;
            isLooking = true;
            const pause = await look();
            isLooking = false;
            again(isWanted ? soon : pause);
            isWanted = false;
        }, seconds * 1000);
    };
    document.addEventListener("visibilitychange", () => {
        if (document.hidden) return;
        if (isLooking) isWanted = true;
        else again(soon);
    });
    again(firstSeconds);
}

/** A button that copies what `code` says; where the browser doesn't let it, what is to be copied is selected. */
export function copier(code) {
    const button = h("button", { type: "button", onclick: async () => {
        try {
            await navigator.clipboard.writeText(code.textContent);
            button.textContent = t("copied");
            announce(t("copied"));
        } catch {
            window.getSelection().selectAllChildren(code);
            announce(t("selected"), true);
        }
    } }, t("copy"));
    return button;
}

/** Asks before what can't be undone. */
export async function confirms(title, text, label) {
    return (await ask(title, h("p", null, text), [
        { value: "", text: t("cancel") }, { value: "yes", text: label, class: "danger" }])) !== null;
}

/** Leads to a page of Stripe's, which is reached by https; on one's own machine a stand-in may not be. */
export function leave(address) {
    const url = new URL(address);
    const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) throw new Error("not a page");
    location.assign(url.href);
}

function head(page) {
    const user = session.user;
    const links = [["account", "/"], ["chat", "/chat"], ...(session.isAdmin ? [["admin", "/admin"]] : [])];
    const languages = h("select", {
        id: "language", "aria-label": t("language"), autocomplete: "off",
        onchange: (event) => rememberLanguage(event.target.value) },
        languageNames.map(([tag, name]) => h("option", { value: tag, lang: tag, selected: tag === language }, name)));
    byID("header").replaceChildren(
        h("a", { class: "brand", href: "/" }, t("brand")),
        user && h("nav", { "aria-label": t("pages") }, links.map(([name, href]) =>
            h("a", { href, "aria-current": name === page ? "page" : null }, t(`page.${name}`)))) || "",
        h("div", { class: "end" }, languages,
            user && h("span", { class: "who", dir: "auto", title: user.email }, user.email),
            user && h("button", {
                type: "button", id: "sign-out", class: "quiet", onclick: (event) =>
                    during(event.target, null, () => auth.signOut("local")) }, t("signOut"))));
}

/** Whether somebody wants to be signed in as whom a link is for. Else anybody's link could make others work, and pay,
 *  in an account of theirs. */
const wants = async (user) => (await ask(t("signIn"), h("p", { dir: "auto" }, t("link.asks", { email: user.email })), [
    { value: "", text: t("cancel") }, { value: "yes", text: t("link.take"), class: "primary" }])) !== null;

/** Begins a page: texts, head, and `show` once somebody is signed in. `isOpen` says whether nobody needs to be. */
export async function begin(page, show, { isOpen = () => false } = {}) {
    await loadLanguage();
    byID("skip").textContent = t("skip");
    document.title = `${t(`page.${page}`)} – ${t("brand")}`;
    const main = byID("main");
    let problem = null;
    let isRecovery = false;
    try {
        const link = await auth.readLink();
        if (link !== null && (link.user.id === session.user?.id || await wants(link.user))) {
            link.take();
            isRecovery = link.type === "recovery";
        }
    } catch (error) {
        problem = error;
    }
    const draw = async () => {
        head(page);
        main.removeAttribute("aria-busy");
        if (isOpen()) return show(main);
        if (session.user && !isRecovery) return show(main);
        return signIn(main, { problem, isRecovery, done: () => {
            isRecovery = false;
            if (location.hash === "#sign-up" || location.pathname === "/reset") {
                history.replaceState(null, "", location.pathname === "/reset" ? "/" : location.pathname);
            }
            // The form that had the keyboard's place is gone.
            main.focus();
            draw();
        } });
    };
    // Whoever signs in as somebody else in another tab sees nothing of the one before.
    session.observe(() => location.reload());
    await draw();
}
