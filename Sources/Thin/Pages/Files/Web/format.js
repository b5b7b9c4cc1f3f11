// Numbers, money and times as the reader writes them, in the reader's zone.

import { locale } from "./i18n.js";

const kept = new Map();
function formatter(Kind, options) {
    const key = Kind.name + locale + JSON.stringify(options);
    if (!kept.has(key)) kept.set(key, new Kind(locale, options));
    return kept.get(key);
}

/** Credits have at most four decimals. */
export const credits = (value) =>
    value === null || value === undefined ? "–" : formatter(Intl.NumberFormat,
        { maximumFractionDigits: 4 }).format(value);

export const number = credits;

export const percent = (value) =>
    formatter(Intl.NumberFormat, { style: "percent", maximumFractionDigits: 0 }).format(value / 100);

/** An amount in the smallest unit of its currency, which not everywhere is a hundredth. */
export function money(amount, currency) {
    const options = { style: "currency", currency: currency.toUpperCase() };
    const format = formatter(Intl.NumberFormat, options);
    const { maximumFractionDigits: digits } = format.resolvedOptions();
    // Amid letters that go the other way, "US$" would come apart.
    const isRightToLeft = document.documentElement.dir === "rtl";
    return format.formatToParts(amount / 10 ** digits).map(({ type, value }) =>
        (type === "currency" && isRightToLeft ? `\u2066${value}\u2069` : value)).join("");
}

export const time = (text) =>
    text ? formatter(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text)) : "–";

export const day = (text) => (text ? formatter(Intl.DateTimeFormat, { dateStyle: "medium" }).format(new Date(text))
    : "–");

/** A day that the service names without a time. It is the same day everywhere. */
export const calendarDay = (text) =>
    formatter(Intl.DateTimeFormat, { month: "short", day: "numeric",
        timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));

/** A span of time, which PostgreSQL writes as "1 year 6 mons" or "00:05:00". */
export function span(text) {
    if (!text) return "–";
    const units = { year: "year", mon: "month", day: "day" };
    const parts = [...text.matchAll(/(\d+) (year|mon|day)/g)].map(([, count, unit]) => [count, units[unit]]);
    const [, hours, minutes, seconds] = /(\d+):(\d+):([\d.]+)/.exec(text) ?? [];
    parts.push([hours, "hour"], [minutes, "minute"], [seconds, "second"]);
    return formatter(Intl.ListFormat, { type: "unit" }).format(parts.filter(([count]) => Number(count)).map(
        ([count, unit]) => formatter(Intl.NumberFormat, { style: "unit", unit, unitDisplay: "long" }).format(count)));
}

export const bytes = (count) =>
    count < 1000
        ? formatter(Intl.NumberFormat, { style: "unit", unit: "byte", unitDisplay: "narrow" }).format(count)
        : count < 1_000_000
            ? formatter(Intl.NumberFormat, { style: "unit", unit: "kilobyte",
                maximumFractionDigits: 0 }).format(count / 1000)
            : formatter(Intl.NumberFormat, { style: "unit", unit: "megabyte",
                maximumFractionDigits: 1 }).format(count / 1e6);

/** Rows as RFC 4180 has them. A spreadsheet would run a text that begins like a formula, also after blanks or in wide
 *  letters; a quote keeps it a text. */
export function csv(columns, rows) {
    const cell = (value) => {
        if (value === null || value === undefined) return "";
        let text = typeof value === "object" ? JSON.stringify(value) : String(value);
        const isNumber = /^-?\d+(?:\.\d+)?$/.test(text);
        if (!isNumber && /^\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(text)) text = `'${text}`;
        return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
    };
    return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
        .map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}
