// Signing in, signing up and resetting a password. No answer tells whether an address is known here.

import { auth } from "./api.js";
import { announce, field, h } from "./dom.js";
import { t } from "./i18n.js";
import { during, explain } from "./shell.js";

/** Shows the forms, one at a time. */
export function signIn(main, { problem = null, isRecovery = false, done }) {
    let email = "";

    const show = (title, lead, fields, button, submit, others = []) => {
        const note = h("div", { class: "note" });
        const send = h("button", { type: "submit", class: "primary" }, button);
        const form = h("form", {
            class: "card", novalidate: true, onsubmit: (event) => {
                event.preventDefault();
                const wrong = [...form.elements].find((element) => !element.checkValidity?.());
                if (wrong) {
                    note.replaceChildren(h("p", { class: "problem", role: "alert" }, said(wrong)));
                    wrong.setAttribute("aria-invalid", "true");
                    wrong.focus();
                    return;
                }
                for (const element of form.elements) element.removeAttribute("aria-invalid");
                const values = Object.fromEntries(new FormData(form));
                email = values.email?.trim() ?? email;
                during(send, note, () => submit({ ...values, email }));
            } },
            h("h1", { tabindex: "-1" }, title), lead && h("p", null, lead), fields, note, send,
            h("div", { class: "others" }, others.map(([text, go]) =>
                h("button", { type: "button", class: "link", onclick: go }, text))));
        main.replaceChildren(h("div", { class: "narrow" }, form));
        document.title = `${title} – ${t("brand")}`;
        form.querySelector("input")?.focus();
        return note;
    };

    const said = (input) =>
        input.name === "email" ? t("error.email") : input.name === "code" ? t("error.code")
            : t("error.passwordShort", { count: input.minLength });

    const emailField = () => field(t("email"), {
        name: "email", type: "email", autocomplete: "username", required: true, value: email, maxlength: "254",
        inputmode: "email" });
    const passwordField = (isNew) => field(t(isNew ? "newPassword" : "password"), {
        name: "password", type: "password", autocomplete: isNew ? "new-password" : "current-password", required: true,
        minlength: isNew ? "8" : "1", maxlength: "72" }, isNew && t("passwordHint"));
    const codeField = () => field(t("code"), {
        name: "code", inputmode: "numeric", autocomplete: "one-time-code", pattern: "\\s*[0-9]{6}\\s*", required: true,
        dir: "ltr" });

    const forms = {
        signIn: () => show(t("signIn"), null, [emailField(), passwordField(false)], t("signIn"), async (values) => {
            try {
                await auth.signIn(values.email, values.password);
                done();
            } catch (error) {
                if (error.code === "email_not_confirmed") return forms.confirm();
                throw error;
            }
            return undefined;
        }, [[t("toSignUp"), forms.signUp], [t("toReset"), forms.reset]]),

        signUp: () => show(t("signUp"), null, [emailField(), passwordField(true)], t("signUp"), async (values) => {
            if (await auth.signUp(values.email, values.password)) forms.confirm();
            else done();
        }, [[t("toSignIn"), forms.signIn]]),

        // The same for an address that was known already, where no code comes.
        confirm: () => show(t("confirm"), t("confirmLead", { email }), [codeField()], t("confirmButton"),
            async (values) => {
            await auth.verify("signup", email, values.code.trim());
            done();
        }, [[t("sendAgain"), async () => {
            try {
                await auth.sendAgain(email);
                announce(t("sentAgain"));
            } catch (error) {
                announce(explain(error), true);
            }
        }], [t("toSignIn"), forms.signIn]]),

        reset: () => show(t("reset"), t("resetLead"), [emailField()], t("resetButton"), async (values) => {
            await auth.sendReset(values.email);
            forms.newPassword();
        }, [[t("toSignIn"), forms.signIn]]),

        newPassword: () => {
            let isVerified = false;
            show(t("reset"), t("resetSent", { email }), [codeField(), passwordField(true)], t("setPassword"),
                async (values) => {
                // A code is good once: a password that is refused after it doesn't need another one.
                if (!isVerified) await auth.verify("recovery", email, values.code.trim());
                isVerified = true;
                await auth.setPassword(values.password);
                done();
            }, [[t("toSignIn"), forms.signIn]]);
        },

        fromLink: () => show(t("reset"), null, [passwordField(true)], t("setPassword"), async (values) => {
            await auth.setPassword(values.password);
            done();
        }),
    };
    forms[isRecovery ? "fromLink" : location.pathname === "/reset" ? "reset" : location.hash === "#sign-up" ? "signUp"
        : "signIn"]();
    if (problem) main.querySelector(".note").replaceChildren(h("p", { class: "problem", role: "alert" },
        explain(problem)));
}
