// Markdown made into elements. There is no way from a message to script: every element and attribute that can come out
// is written here, what a message says becomes text nodes, and a link leads to http, https or mailto or is no link.
// What isn't understood stays text. Patterns are run from where they stand and never twice over the same text by
// themselves, so that time grows with a message's length only.

import { h } from "./dom.js";

/** Deeper quotes and lists are shown as text. */
const depthMax = 8;

/** Elements of a message. */
export const markdown = (text) => blocks(text.replace(/\r\n?/g, "\n").replaceAll("\u0000", "\ufffd").split("\n"), 0);

const fence = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$/;
const heading = /^ {0,3}(#{1,6})\s+(\S.*)$/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const quote = /^ {0,3}> ?(.*)$/;
const item = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)(.*)$/;
const divider = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines, depth) {
    const made = [];
    let paragraph = [];
    const flush = () => {
        if (paragraph.length > 0) made.push(h("p", null, inline(paragraph.join("\n"))));
        paragraph = [];
    };
    for (let at = 0; at < lines.length; at += 1) {
        const line = lines[at];
        let found;
        if (line.trim() === "") {
            flush();
        } else if ((found = fence.exec(line))) {
            flush();
            const body = [];
            const isEnd = (other) => other.trim().startsWith(found[1]) && /^[`~]+$/.test(other.trim());
            for (at += 1; at < lines.length && !isEnd(lines[at]); at += 1) body.push(lines[at]);
            made.push(h("pre", { tabindex: "0", dir: "ltr" },
                h("code", { "data-language": found[2] || null }, body.join("\n"))));
        } else if ((found = heading.exec(line))) {
            flush();
            // A page has its own first and second headings.
            made.push(h(`h${Math.min(found[1].length + 2, 6)}`, null, inline(found[2].replace(/\s#+\s*$/, ""))));
        } else if (rule.test(line)) {
            flush();
            made.push(h("hr"));
        } else if (depth < depthMax && quote.test(line)) {
            flush();
            const body = [];
            for (; at < lines.length && (found = quote.exec(lines[at])); at += 1) body.push(found[1]);
            at -= 1;
            made.push(h("blockquote", null, blocks(body, depth + 1)));
        } else if (depth < depthMax && item.test(line) && (paragraph.length === 0 || !/^\s*\d/.test(line))) {
            flush();
            const [list, next] = listFrom(lines, at, depth);
            made.push(list);
            at = next - 1;
        } else if (line.includes("|") && divider.test(lines[at + 1] ?? "") && lines[at + 1].includes("-")
            && cellsOf(line).length === cellsOf(lines[at + 1]).length) {
            flush();
            const [element, next] = tableFrom(lines, at);
            made.push(element);
            at = next - 1;
        } else {
            paragraph.push(line.trim());
        }
    }
    flush();
    return made;
}

/** A list, and where it ends. Its items are blocks again. */
function listFrom(lines, start, depth) {
    const first = item.exec(lines[start]);
    const isOrdered = /\d/.test(first[2]);
    const mark = first[2].slice(-1);
    const items = [];
    let body = null;
    let indent = 0;
    let at = start;
    for (; at < lines.length; at += 1) {
        const line = lines[at];
        const found = item.exec(line);
        const spaces = line.length - line.trimStart().length;
        if (found && found[2].slice(-1) === mark && /\d/.test(found[2]) === isOrdered
            && (body === null || spaces < indent)) {
            body = [found[4]];
            indent = found[1].length + found[2].length + Math.min(Math.max(found[3].length, 1), 4);
            items.push(body);
        } else if (line.trim() === "") {
            const next = lines[at + 1] ?? "";
            const isInside = next.length - next.trimStart().length >= indent && next.trim() !== "";
            if (!isInside && !item.test(next)) break;
            body.push("");
        } else if (spaces >= indent) {
            body.push(line.slice(indent));
        } else if (body.at(-1) !== "" && !found && !fence.test(line) && !heading.test(line) && !quote.test(line)) {
            body.push(line.trim());
        } else {
            break;
        }
    }
    const from = isOrdered ? Number.parseInt(first[2], 10) : 1;
    const element = h(isOrdered ? "ol" : "ul", { start: from === 1 ? null : String(from) }, items.map((content) => {
        const isTight = !content.slice(0, -1).includes("");
        const children = blocks(content, depth + 1);
        return h("li", null, children.map((child) =>
            isTight && child.localName === "p" ? [...child.childNodes] : child));
    }));
    return [element, at];
}

const cellsOf = (line) => {
    const cells = [""];
    let isEscaped = false;
    for (const character of line.trim().replace(/^\|/, "").replace(/\|$/, "")) {
        if (character === "|" && !isEscaped) cells.push("");
        else cells[cells.length - 1] += character;
        isEscaped = character === "\\" && !isEscaped;
    }
    return cells.map((cell) => cell.trim());
};

function tableFrom(lines, start) {
    const head = cellsOf(lines[start]);
    const ends = cellsOf(lines[start + 1]).map((cell) => cell.length > 1 && cell.endsWith(":"));
    const body = [];
    let at = start + 2;
    for (; at < lines.length && lines[at].includes("|"); at += 1) body.push(cellsOf(lines[at]));
    const cell = (name, text, place) => h(name, { class: ends[place] && "number" }, inline(text ?? ""));
    return [
        h("div", { class: "scroll", tabindex: "0" }, h("table", null,
            h("thead", null, h("tr", null, head.map((text, place) => cell("th", text, place)))),
            h("tbody", null, body.map((row) => h("tr", null, head.map((_, place) => cell("td", row[place], place))))))),
        at,
    ];
}

const escapable = /[!-/:-@[-`{-~]/;
const bare = /https?:\/\/[^\s<>"'`\u202a-\u202e\u2066-\u2069]+/y;
const spans = [["**", "strong"], ["__", "strong"], ["~~", "del"], ["*", "em"], ["_", "em"]];

/** What stands in a line. `isLinked` where a link can't hold another. */
function inline(text, isLinked = false, depth = 0) {
    const made = [];
    let plain = "";
    const flush = () => {
        if (plain) made.push(plain);
        plain = "";
    };
    const element = (one) => {
        flush();
        made.push(one);
    };
    for (let at = 0; at < text.length;) {
        const character = text[at];
        if (character === "\\" && escapable.test(text[at + 1] ?? "")) {
            plain += text[at + 1];
            at += 2;
        } else if (character === "\n") {
            if (/(?: {2}|\\)$/.test(plain)) plain = plain.replace(/(?: +|\\)$/, "");
            element(h("br"));
            at += 1;
        } else if (character === "`") {
            const ticks = /^`+/.exec(text.slice(at, at + 32))[0];
            const end = codeEnd(text, at + ticks.length, ticks);
            if (end < 0) {
                plain += ticks;
                at += ticks.length;
            } else {
                element(h("code", { dir: "ltr" }, text.slice(at + ticks.length, end).replace(/^ (.*\S.*) $/s, "$1")));
                at = end + ticks.length;
            }
        } else if ((character === "[" || character === "!" && text[at + 1] === "[") && !isLinked && depth < depthMax) {
            const link = linkAt(text, character === "!" ? at + 1 : at);
            if (link) {
                // A picture would tell its server who reads: it is shown as what it is, a link.
                element(anchor(link.target, inline(link.label, true, depth + 1)) ?? h("span", null,
                    text.slice(at, link.end)));
                at = link.end;
            } else {
                plain += character;
                at += 1;
            }
        } else if (character === "h" && !isLinked && !/\w$/.test(plain) && (bare.lastIndex = at, bare.test(text))) {
            bare.lastIndex = at;
            const found = bare.exec(text)[0].replace(/[.,:;!?)\]}*_~]+$/, "");
            const one = anchor(found, [found]);
            if (one) element(one);
            else plain += found;
            at += found.length;
        } else {
            const span = depth < depthMax ? spanAt(text, at) : null;
            if (span) {
                element(h(span.name, null, inline(span.text, isLinked, depth + 1)));
                at = span.end;
            } else {
                const run = /^(?:\*+|_+|~+)/.exec(text.slice(at, at + 64));
                plain += run ? run[0] : character;
                at += run ? run[0].length : 1;
            }
        }
    }
    flush();
    return made;
}

function codeEnd(text, from, ticks) {
    for (let at = text.indexOf(ticks, from); at >= 0 && at - from < 5000; at = text.indexOf(ticks, at + 1)) {
        if (text[at - 1] !== "`" && text[at + ticks.length] !== "`") return at;
    }
    return -1;
}

function spanAt(text, at) {
    for (const [mark, name] of spans) {
        if (!text.startsWith(mark, at)) continue;
        const start = at + mark.length;
        if (!/\S/.test(text[start] ?? " ")) continue;
        if (mark.startsWith("_") && /[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) continue;
        // An end that is far away is none: else a text of nothing but marks would be read again and again.
        for (let end = text.indexOf(mark, start + 1); end >= 0
            && end - start < 2000; end = text.indexOf(mark, end + 1)) {
            if (/\s|\\/.test(text[end - 1])) continue;
            if (mark.length === 1 && (text[end + 1] === mark || text[end - 1] === mark)) {
                end += 1;
                continue;
            }
            if (mark.startsWith("_") && /[\p{L}\p{N}]/u.test(text[end + mark.length] ?? "")) continue;
            return { name, text: text.slice(start, end), end: end + mark.length };
        }
        return null;
    }
    return null;
}

/** `[label](target "title")`: the label may have brackets in pairs. */
function linkAt(text, at) {
    let depth = 0;
    let close = at;
    for (; close < text.length && close - at < 2000; close += 1) {
        if (text[close] === "\\") close += 1;
        else if (text[close] === "[") depth += 1;
        else if (text[close] === "]" && (depth -= 1) === 0) break;
    }
    if (depth !== 0 || text[close + 1] !== "(") return null;
    const found = /^\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/
        .exec(text.slice(close + 1, close + 2100));
    return found && { label: text.slice(at + 1, close), target: found[1], end: close + 1 + found[0].length };
}

/** A link, or null when it leads elsewhere than to a page or a letter. */
function anchor(target, children) {
    let url;
    try {
        url = new URL(target);
    } catch {
        return null;
    }
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) return null;
    return h("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, children);
}
