// The service, as any Supabase client speaks to it: /auth/v1, /rest/v1, and Thin's own /chat/v1.
//
// Tokens are in localStorage. In sessionStorage each tab would have to be signed in by itself, and in a cookie every
// request would carry them, also those that another site makes, and pages would need routes of their own. What speaks
// against localStorage is foreign script: the pages have none and their policy allows none, nor any text to become
// markup.
//
// A refresh token is good once; who brings it a second time ends the session everywhere. So of all tabs one refreshes
// at a time, under a lock of the browser, and looks first whether another one has done so already.

const kept = "thin.session";
const lock = "thin.refresh";
/** How long before its end a token is exchanged, in seconds. */
const leadSeconds = 30;

/** What the service refused, by its code and in its words. */
export class Refusal extends Error {
    constructor(status, body, headers) {
        super(body.message ?? body.msg ?? body.error_description ?? `HTTP ${status}`);
        this.status = status;
        this.code = body.error_code ?? body.code ?? String(status);
        this.details = body.details;
        this.hint = body.hint;
        this.reasons = body.weak_password?.reasons;
        this.retryAfterSeconds = Number(headers?.get("retry-after")) || null;
    }
}

const read = () => {
    try {
        return JSON.parse(localStorage.getItem(kept));
    } catch {
        return null;
    }
};
const listeners = new Set();

/** Who is signed in, or null. */
export const session = {
    get current() { return read(); },
    get user() { return read()?.user ?? null; },
    get isAdmin() { return read()?.user?.app_metadata?.role === "admin"; },
    keep(answer) {
        localStorage.setItem(kept, JSON.stringify({
            access_token: answer.access_token, refresh_token: answer.refresh_token, user: answer.user,
            expires_at: answer.expires_at ?? Math.floor(Date.now() / 1000) + Number(answer.expires_in) }));
        // Who signs in here knows; other tabs are told by the browser.
        toldOf = answer.user?.id ?? null;
    },
    forget() {
        localStorage.removeItem(kept);
        tell();
    },
    /** Calls `listener` when somebody signs in or out, in this tab or another. */
    observe(listener) { listeners.add(listener); },
};

let toldOf = read()?.user?.id ?? null;
function tell() {
    const id = read()?.user?.id ?? null;
    if (id === toldOf) return;
    toldOf = id;
    for (const listener of listeners) listener();
}
window.addEventListener("storage", (event) => {
    if (event.key === kept || event.key === null) tell();
});

async function answerOf(response) {
    if (response.status === 204) return null;
    const text = await response.text();
    let body = null;
    try {
        body = text ? JSON.parse(text) : null;
    } catch {
        body = { message: text };
    }
    if (!response.ok) throw new Refusal(response.status, body ?? {}, response.headers);
    return body;
}

async function send(method, path, { body, headers = {}, signal, token } = {}) {
    const sent = { ...headers };
    if (token) sent.Authorization = `Bearer ${token}`;
    let content = body;
    if (body !== undefined && !(body instanceof Blob)) {
        sent["Content-Type"] ??= "application/json";
        content = JSON.stringify(body);
    }
    try {
        return await fetch(path, { method, headers: sent, body: content, signal, credentials: "omit",
            cache: "no-store" });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Refusal(0, { code: "offline", message: error.message });
    }
}

const isStale = (kept) => kept.expires_at - leadSeconds < Date.now() / 1000;

/** A token that is good for a while yet; null when nobody is signed in. */
async function token(isRefused = null) {
    let found = read();
    if (!found) return null;
    if (!isStale(found) && found.access_token !== isRefused) return found.access_token;
    return navigator.locks.request(lock, async () => {
        found = read();
        if (!found) return null;
        if (!isStale(found) && found.access_token !== isRefused) return found.access_token;
        const response = await send("POST", "/auth/v1/token?grant_type=refresh_token", {
            body: { refresh_token: found.refresh_token } });
        try {
            session.keep(await answerOf(response));
        } catch (error) {
            // The session has ended. Of anything else, such as a service that is away, the next try may know better.
            if (error.status >= 400 && error.status < 500 && error.status !== 429) session.forget();
            throw error;
        }
        return read().access_token;
    });
}

/** One request as whoever is signed in. A token that was refused is exchanged once. */
export async function open(method, path, options = {}) {
    const first = await token();
    let response = await send(method, path, { ...options, token: first });
    if (response.status === 401 && first) {
        const second = await token(first);
        response = await send(method, path, { ...options, token: second });
        if (response.status === 401) session.forget();
    }
    return response;
}

export const request = async (method, path, options) => answerOf(await open(method, path, options));

const queryOf = (query) => {
    const text = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value !== undefined)).toString();
    return text && `?${text}`;
};

/** Rows of a view. */
export const rows = (view, query, options) => request("GET", `/rest/v1/${view}${queryOf(query)}`, options);

/** What a function answers. */
export const call = (name, values = {}, options) =>
    request("POST", `/rest/v1/rpc/${name}`, { body: values, ...options });

/** Some of the rows that a function answers. */
export const callRows = (name, values, query) =>
    request("POST", `/rest/v1/rpc/${name}${queryOf(query)}`, { body: values });

/** What a function answers, to the byte: as numbers of JavaScript, amounts would lose their last decimals. */
export async function callText(name, values = {}) {
    const response = await open("POST", `/rest/v1/rpc/${name}`, { body: values });
    if (!response.ok) await answerOf(response);
    return response.text();
}

/** Calls a function that begins something which must not happen twice, whatever becomes of the answer: tried again
 *  under the same key after a failure of the line. */
export async function callOnce(name, values) {
    const key = crypto.randomUUID();
    for (let attempt = 1; ; attempt += 1) {
        try {
            return await call(name, { ...values, idempotency_key: key });
        } catch (error) {
            if (attempt === 3 || ![0, 502, 503, 504].includes(error.status) || error.code.startsWith("TH")) throw error;
            await new Promise((resolve) => setTimeout(resolve, 300 * 2 ** attempt));
        }
    }
}

/** All rows of a view, page by page. `order` has to tell rows apart. */
export async function allRows(view, query, pageSize = 1000) {
    const all = [];
    for (;;) {
        const page = await rows(view, { ...query, limit: pageSize, offset: all.length });
        all.push(...page);
        if (page.length === 0 || page.length < pageSize && page.length < 100) return all;
    }
}

const authPost = async (path, body, options) => answerOf(await send("POST", `/auth/v1${path}`, { body, ...options }));

export const auth = {
    async signIn(email, password) {
        session.keep(await authPost("/token?grant_type=password", { email, password }));
    },
    /** Answers whether the address has to be confirmed by a code first. */
    async signUp(email, password) {
        const answer = await authPost("/signup", { email, password });
        if (answer.access_token) session.keep(answer);
        return !answer.access_token;
    },
    sendReset: (email) => authPost("/recover", { email }),
    sendAgain: (email) => authPost("/resend", { type: "signup", email }),
    async verify(type, email, code) {
        session.keep(await authPost("/verify", { type, email, token: code }));
    },
    async setPassword(password) {
        await request("PUT", "/auth/v1/user", { body: { password } });
    },
    async reauthenticate(email, password) {
        session.keep(await authPost("/token?grant_type=password", { email, password }));
    },
    /** `scope` is local, others or global. */
    async signOut(scope) {
        try {
            await request("POST", `/auth/v1/logout?scope=${scope}`);
        } finally {
            if (scope !== "others") session.forget();
        }
    },
    /** Reads the tokens that a link in a mail has led here with, out of the address bar. Who it is for, what it is for,
     *  and `take`, which signs in: a link may be anybody's, so whoever follows it is asked first. */
    async readLink() {
        const fragment = new URLSearchParams(location.hash.slice(1));
        if (!fragment.has("access_token") && !fragment.has("error_code")) return null;
        history.replaceState(null, "", location.pathname + location.search);
        if (fragment.has("error_code")) {
            throw new Refusal(400, { code: fragment.get("error_code"),
                message: fragment.get("error_description") ?? "" });
        }
        const accessToken = fragment.get("access_token");
        const user = await answerOf(await send("GET", "/auth/v1/user", { token: accessToken }));
        return {
            user, type: fragment.get("type"), take: () => session.keep({
                access_token: accessToken, refresh_token: fragment.get("refresh_token"), user,
                expires_in: fragment.get("expires_in") }) };
    },
};

/** Server-sent events (the HTML standard, section 9.2.6), from fetch: EventSource can't send a token. */
export async function* events(response, signal) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    signal?.addEventListener("abort", () => reader.cancel().catch(() => {}));
    let rest = "";
    let event = { type: "message", data: [], id: null };
    for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        rest += value;
        // A carriage return at the end may be half of a line's end.
        const lines = rest.split(/\r\n|\n|\r(?!$)/);
        rest = lines.pop();
        for (const line of lines) {
            if (line === "") {
                if (event.data.length > 0) yield { ...event, data: event.data.join("\n") };
                event = { type: "message", data: [], id: null };
                continue;
            }
            const [, name, text] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
            if (name === "event") event.type = text ?? "";
            else if (name === "data") event.data.push(text ?? "");
            else if (name === "id") event.id = text ?? "";
        }
    }
}
