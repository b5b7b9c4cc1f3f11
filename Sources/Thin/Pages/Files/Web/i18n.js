// What pages say, in the reader's language. English is always there; others come when they are asked for.

import english from "./texts/en.js";

const languages = {
    en: { name: "English", direction: "ltr", load: async () => english },
    ar: { name: "العربية", direction: "rtl", load: async () => (await import("./texts/ar.js")).default },
};
const remembered = "thin.language";

let texts = english;
let plurals = new Intl.PluralRules("en");

/** The reader's language, and where theirs is spoken: what Intl is asked for. */
export let language = "en";
export let locale = "en";

/** Loads the reader's texts: what was chosen here, else the first of the browser's languages that there is. */
export async function loadLanguage() {
    const wanted = [localStorage.getItem(remembered), ...navigator.languages].filter(Boolean);
    const found = wanted.find((tag) => tag.split("-")[0].toLowerCase() in languages) ?? "en";
    language = found.split("-")[0].toLowerCase();
    locale = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language;
    texts = await languages[language].load();
    plurals = new Intl.PluralRules(locale);
    document.documentElement.lang = language;
    document.documentElement.dir = languages[language].direction;
}

export const languageNames = Object.entries(languages).map(([tag, { name }]) => [tag, name]);

export function rememberLanguage(tag) {
    localStorage.setItem(remembered, tag);
    location.reload();
}

/** A text, with `{name}` replaced by what `values` has; of several forms the one for `values.count`. */
export function t(key, values = {}) {
    let text = texts[key] ?? english[key] ?? key;
    if (typeof text === "object") text = text[plurals.select(values.count)] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The text of a name that the service chose, such as a status; the name itself where there is none. */
export const named = (group, name) => texts[`${group}.${name}`] ?? english[`${group}.${name}`] ?? String(name ?? "");
