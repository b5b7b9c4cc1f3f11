// Elements are made here and nowhere else, and text only ever becomes text: no page has a line that reads markup.

/** Makes an element. `on…` attributes are listeners, `true` is one without a value, null and false are none. */
export function h(name, attributes, ...children) {
    return fill(document.createElement(name), attributes, children);
}

/** As `h`, for a drawing. */
export function svg(name, attributes, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
        else if (key === "value" && "value" in element && element.localName !== "li") element.value = value;
        else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined
        && child !== false));
    return element;
}

/** The element with this id. */
export const byID = (id) => document.getElementById(id);

/** Says something to whoever can't see the page change. */
export function announce(text, isUrgent = false) {
    const region = byID(isUrgent ? "warned" : "said");
    // The same words a second time would not be read.
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
}

let count = 0;
/** An id that no other element has. */
export const newID = (name) => `${name}-${++count}`;

/** A labelled field; `attributes` are the input's, `hint` is read with it. */
export function field(label, attributes, hint) {
    const id = newID("field");
    const hintID = hint && `${id}-hint`;
    const { options, type, ...rest } = attributes;
    const input = options
        ? h("select", { id, "aria-describedby": hintID, ...rest },
            options.map(([value, text]) => h("option", { value, selected: value === attributes.value }, text)))
        : type === "textarea"
            ? h("textarea", { id, "aria-describedby": hintID, ...rest })
            : h("input", { id, type: type ?? "text", "aria-describedby": hintID, dir: "auto", ...rest });
    return h("div", { class: "field" }, h("label", { for: id }, label), input,
        hint && h("p", { id: hintID, class: "hint" }, hint));
}

/** A table that scrolls sideways by itself on a narrow screen. `columns` are {text, isNumber}. */
export function table(caption, columns, rows) {
    return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
        h("table", null,
            h("caption", { class: "hidden" }, caption),
            h("thead", null, h("tr", null, columns.map((column) =>
                h("th", { scope: "col", class: column.isNumber && "number" }, column.text)))),
            h("tbody", null, rows.map((cells) => h("tr", null, cells.map((cell, place) =>
                h("td", { class: columns[place].isNumber && "number" }, cell)))))));
}

/** Opens a dialog and answers what it was closed with; null when it was dismissed. */
export function ask(title, content, buttons) {
    return new Promise((resolve) => {
        const id = newID("dialog");
        const form = h("form", { method: "dialog" },
            h("h2", { id }, title), content,
            // One that sends nothing is no submit button, or the Enter key would choose it.
            h("div", { class: "buttons" }, buttons.map((button) => h("button", {
                value: button.value, class: button.class, type: button.value === "" ? "button" : "submit",
                onclick: button.value === "" ? () => dialog.close("") : null }, button.text))));
        const dialog = h("dialog", { "aria-labelledby": id }, form);
        dialog.addEventListener("close", () => {
            const fields = Object.fromEntries(new FormData(form));
            const value = dialog.returnValue;
            dialog.remove();
            resolve(value ? { value, fields, form } : null);
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}

/** Hands a file to the reader. */
export function download(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = h("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
