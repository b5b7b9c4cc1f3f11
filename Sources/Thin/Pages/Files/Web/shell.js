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
    const refresh = async ({ isQuiet = false } = {}) => {
        const mine = (turn += 1);
        if (!isQuiet) {
            element.setAttribute("aria-busy", "true");
            body.replaceChildren(h("p", { class: "loading" }, t("loading")));
        }
        try {
            const loaded = await load();
            if (mine !== turn) return;
            const isNothing = loaded === null || loaded === undefined || Array.isArray(loaded) && loaded.length === 0;
            const drawn = isNothing && empty ? h("p", { class: "empty" }, t(empty)) : draw(loaded);
            keepingFocus(body, () => body.replaceChildren(...[drawn].flat().filter(Boolean)));
        } catch (error) {
            if (mine !== turn || error.name === "AbortError") return;
            if (isQuiet) return;
            body.replaceChildren(
                h("p", { class: "problem", role: "alert" }, explain(error)),
                h("button", { type: "button", onclick: () => refresh() }, t("tryAgain")));
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

/** A list by pages, the next of which is asked for by a button. `load(offset)` answers rows. */
export function paged(pageSize, load, draw) {
    const list = [];
    const place = h("div");
    const more = h("button", { type: "button" }, t("showMore"));
    const note = h("div");
    const show = (page) => {
        list.push(...page);
        place.replaceChildren(draw(list));
        more.hidden = page.length < pageSize;
    };
    more.addEventListener("click", () => during(more, note, async () => {
        const page = await load(list.length);
        show(page);
        announce(t("rowsShown", { count: list.length }));
    }));
    return {
        first: () => load(0),
        draw: (page) => {
            list.length = 0;
            show(page);
            return h("div", null, place, note, more);
        },
    };
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

/** Begins a page: texts, head, and `show` once somebody is signed in. `isOpen` says whether nobody needs to be. */
export async function begin(page, show, { isOpen = () => false } = {}) {
    await loadLanguage();
    byID("skip").textContent = t("skip");
    document.title = `${t(`page.${page}`)} – ${t("brand")}`;
    const main = byID("main");
    let problem = null;
    let link = null;
    try {
        link = await auth.takeLink();
    } catch (error) {
        problem = error;
    }
    const draw = async () => {
        head(page);
        main.removeAttribute("aria-busy");
        if (isOpen()) return show(main);
        if (session.user && link !== "recovery") return show(main);
        return signIn(main, { problem, isRecovery: link === "recovery", done: () => {
            link = null;
            if (location.hash === "#sign-up" || location.pathname === "/reset") {
                history.replaceState(null, "", location.pathname === "/reset" ? "/" : location.pathname);
            }
            draw();
        } });
    };
    // Whoever signs in as somebody else in another tab sees nothing of the one before.
    session.observe(() => location.reload());
    await draw();
}
