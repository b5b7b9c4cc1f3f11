"""How the pages are made: nothing of a message runs, everybody can read them, on any width, and soon."""

import gzip
import http.client
import json
import pathlib
import re
import time
import unittest
import urllib.parse

import axe_playwright_python
from playwright.sync_api import expect

from pages import WIDTHS, Pages
from payments import ask
from support import sql

WEB = pathlib.Path("Sources/Thin/Pages/Files/Web")
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
READ = (("en", 360, "light"), ("en", 1440, "dark"), ("ar", 360, "dark"))
FIRST_LOAD_BYTES_MAX = 100_000
MARK = "window.planted = true"

# What has got through sanitisers: each has to stay text, or become something harmless.
CORPUS = [
    f"<script>{MARK}</script>", f"<ScRiPt >{MARK}</sCrIpT>", f"<img src=x onerror=\"{MARK}\">",
    f"<svg onload=\"{MARK}\">", f"<svg><script>{MARK}</script></svg>", f"<iframe srcdoc=\"<script>{MARK}</script>\">",
    f"<math><mtext><table><mglyph><style><img src onerror=\"{MARK}\">", f"<details open ontoggle=\"{MARK}\">",
    f"<a href=\"javascript:{MARK}\">x</a>", f"[x](javascript:{MARK})", f"[x](JaVaScRiPt:{MARK})",
    f"[x](java\tscript:{MARK})", f"[x](java\nscript:{MARK})", f"[x]( javascript:{MARK})",
    f"[x](&#106;avascript:{MARK})",
    f"[x](javascript&colon;{MARK})", f"[x](\u0001javascript:{MARK})", "[x](data:text/html,<script>1</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:msgbox)", "[x](blob:null/1)", "[x](file:///etc/passwd)",
    "[x](//evil.example)", "[x](/auth/v1/logout)", "[x](#main)", "[x](https://user:secret@evil.example@good.example)",
    f"![x](javascript:{MARK})", f"![x\" onerror=\"{MARK}](https://example.com/a.png)",
    f"<https://x.example/\" onmouseover=\"{MARK}>",
    f"https://x.example/\"onmouseover=\"{MARK}", f"[x](https://example.com \"\" onclick=\"{MARK}\")",
    f"[x](https://example.com '\" onclick={MARK} x=')",
    f"```\" onclick=\"{MARK}\n</code></pre><script>{MARK}</script>\n```",
    f"`</code><script>{MARK}</script>`",
    f"| a | b |\n|---|---|\n| <img src=x onerror={MARK}> | [y](javascript:{MARK}) |",
    f"> <script>{MARK}</script>", f"- <img src=x onerror={MARK}>", f"1. [x](javascript:{MARK})",
    f"# <svg/onload={MARK}>",
    f"**<script>{MARK}</script>**", f"[<script>{MARK}</script>](https://example.com)",
    f"[![x](javascript:{MARK})](javascript:{MARK})",
    f"[x]: javascript:{MARK}\n\n[x]", f"<style>@import 'javascript:{MARK}'</style>",
    f"<base href=\"javascript:{MARK}//\">",
    f"<form action=\"javascript:{MARK}\"><button>x</button></form>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    f"<object data=\"javascript:{MARK}\">", f"<embed src=\"javascript:{MARK}\">",
    f"<link rel=import href=\"data:text/html,{MARK}\">",
    "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>]]>",
    "\u202ehttps://example.com/\u202cgpj.exe", "\u0000<script>", "&lt;script&gt;", "\\<script\\>", "<x onclick=1>" * 50,
    "https://example.com/<script>", "mailto:a@example.com?body=<script>", "[x](mailto:a@example.com?subject=<b>)",
]
# Nothing else may come of a message.
ELEMENTS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "span",
    "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"href", "rel", "target", "class", "dir", "tabindex", "start", "data-language"}
LONG = [
    "*" * 20000, "_" * 20000, "[" * 20000, "](" * 10000, "`" * 20000, "``` " * 5000, "> " * 5000, "- " * 5000,
    "  " * 10000 + "- x", "**a" * 7000,
    "[a](" * 5000, "|" * 20000 + "\n" + "|-" * 10000, "\\" * 20000, "~~" * 10000, "#" * 20000, "a" * 100000,
    "https://" * 3000, "1. " * 7000,
    "![" * 10000, "*a **b " * 3000, "\n" * 50000, "<" * 50000,
]
TWICE = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
FOUND = """async ([path, text]) => {
    const { markdown } = await import(path);
    const box = document.createElement("div");
    const began = performance.now();
    box.append(...markdown(text));
    const took = performance.now() - began;
    document.body.append(box);
    for (const one of box.querySelectorAll("*")) {
        one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        if (one.localName !== "a") one.click();
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    const found = {
        took, planted: window.planted ?? null, text: box.textContent,
        elements: [...box.querySelectorAll("*")].map((one) => one.localName),
        attributes: [...box.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()),
        links: [...box.querySelectorAll("a")].map((one) => one.href) };
    box.remove();
    return found;
}"""


class Markup(Pages):
    def found(self, page, text):
        path = page.locator("link[rel=stylesheet]").get_attribute("href").rpartition("/")[0] + "/markdown.js"
        return page.evaluate(FOUND, [path, text])

    def test_nothing_of_a_message_runs(self):
        page = self.somebody()
        page.goto(self.url + "/chat")
        page.get_by_role("heading", name="Sign in").wait_for()
        for text in CORPUS:
            with self.subTest(text):
                found = self.found(page, text)
                self.assertIsNone(found["planted"])
                self.assertLessEqual(set(found["elements"]), ELEMENTS)
                self.assertLessEqual(set(found["attributes"]), ATTRIBUTES)
                for link in found["links"]:
                    self.assertRegex(link, r"^(https?://|mailto:)")
                    self.assertNotEqual(urllib.parse.urlsplit(link).hostname, urllib.parse.urlsplit(self.url).hostname)

    def test_markdown_is_shown(self):
        page = self.somebody()
        page.goto(self.url + "/chat")
        page.get_by_role("heading", name="Sign in").wait_for()
        for text, elements, shown in (
            ("a **b** *c* ~~d~~ `e`", ["p", "strong", "em", "del", "code"], "a b c d e"),
            ("# a\n## b", ["h3", "h4"], "ab"), ("- a\n- b\n  - c", ["ul", "li", "li", "ul", "li"], "abc"),
            ("3. a\n4. b", ["ol", "li", "li"], "ab"), ("> a\n> b", ["blockquote", "p", "br"], "ab"),
            ("```py\nx = 1 * 2\n```", ["pre", "code"], "x = 1 * 2"), ("---", ["hr"], ""),
            ("[a](https://example.com) https://b.example.", ["p", "a", "a"], "a https://b.example."),
            ("|a|b|\n|-|-:|\n|1|2|", ["div", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"], "ab12"),
            ("snake_case_name 2 * 3 * 4", ["p"], "snake_case_name 2 * 3 * 4"), ("```\nopen", ["pre", "code"], "open"),
            ("![a](https://example.com/a.png)", ["p", "a"], "a"), ("مرحبا **بك**", ["p", "strong"], "مرحبا بك"),
        ):
            with self.subTest(text):
                found = self.found(page, text)
                self.assertEqual((found["elements"], found["text"]), (elements, shown))

    def test_time_grows_with_length_only(self):
        page = self.somebody()
        page.goto(self.url + "/chat")
        page.get_by_role("heading", name="Sign in").wait_for()
        for text in LONG:
            with self.subTest(text[:8]):
                # Backtracking would take minutes.
                self.assertLess(self.found(page, text)["took"], 10_000)

    def test_an_answer_full_of_it_is_inert(self):
        page = self.somebody()
        self.arrive(page, "/chat", credits=5000)
        _, text = self.models.make(words=["\n\n".join(CORPUS[:60])])
        self.available(page, "5,000")
        self.say(page, text)
        self.assertIsNone(page.evaluate("window.planted ?? null"))
        page.reload()
        page.locator(".message.assistant").wait_for()
        self.assertIsNone(page.evaluate("window.planted ?? null"))
        names = page.locator(".message.assistant .body *").evaluate_all("all => all.map((one) => one.localName)")
        self.assertLessEqual(set(names), ELEMENTS)

    def test_no_page_reads_markup(self):
        for path in WEB.glob("*.js"):
            for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(",
                "new Function", "setHTML"):
                self.assertNotIn(word, path.read_text(), path)


class Looks(Pages):
    def fill(self, user):
        sql(f"""
            select credits.grant_credits('{user}', 1200, 'purchase'),
                credits.grant_credits('{user}', 30.5, 'promotion', now() + interval '20 days');
            select credits.confirm('{user}', (credits.reserve('{user}', n, 'image',
                p_description => 'A lighthouse')).id)
            from generate_series(1, 30) n;
            select credits.reserve('{user}', 10, 'book');
            select usage.record('{user}', 'images', 9, 'a'), usage.record('{user}', 'pages', 50, 'b'),
                usage.record('{user}', 'openai_tokens', 1234, 'c')""")

    def read_by(self, page, name):
        """What a screen reader's user would stumble over, by axe-core."""
        # Evaluated by the debugger, which no policy stops.
        page.evaluate(AXE)
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("(rules) => axe.run({ runOnly: rules })", rules)
        self.assertEqual([
            (name, violation["id"], [node["html"][:160] for node in violation["nodes"]][:3],
                violation["nodes"][0]["failureSummary"][:300])
            for violation in found["violations"]], [])

    def look(self, page, name, path, ready, languages=("en", "ar")):
        for language in languages:
            page.evaluate("(tag) => localStorage.setItem('thin.language', tag)", language)
            page.goto("about:blank")
            page.goto(self.url + path)
            page.locator(ready).first.wait_for()
            self.all_is_loaded(page)
            self.assertEqual(page.evaluate(TWICE), [], f"ids of {name}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                self.assertEqual(
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0,
                    f"{name} is wider than {width}")
                for scheme in ("light", "dark"):
                    # The other direction changes no colours, and no width what the ends don't show.
                    if language == "ar" and (width, scheme) not in ((360, "dark"), (1440, "light")):
                        continue
                    page.emulate_media(color_scheme=scheme)
                    self.shoot(page, f"{name}-{language}-{width}-{scheme}")
                    # Each language, scheme and end once: none changes what the others bring.
                    if (language, width, scheme) in READ:
                        self.read_by(page, f"{name} {language} {width} {scheme}")
        page.evaluate("localStorage.setItem('thin.language', 'en')")

    def test_signing_in(self):
        page = self.somebody()
        page.goto(self.url)
        self.look(page, "sign-in", "/", "form")
        self.look(page, "sign-up", "/#sign-up", "form", ("en",))

    def test_account(self):
        page = self.somebody()
        user, _ = self.arrive(page)
        self.fill(user)
        self.look(page, "account", "/", "#limits progress")
        page.reload()
        page.get_by_text("You have reached a limit of your plan.").wait_for()
        page.locator("#limits .is-near", has_text="Images").get_by_text("90%: nearly used up").wait_for()
        full = page.locator("#limits .is-blocked", has_text="Pages")
        full.get_by_text("100%: used up").wait_for()
        self.assertEqual(full.get_by_role("link", name="Upgrade").get_attribute("href"), "#plans")
        page.locator("#usage summary").click()
        page.locator("#usage tbody").get_by_text("465").wait_for()
        page.get_by_label("What is shown").select_option("images")
        page.locator("#usage svg[aria-label^='Images.']").wait_for()

    def test_chat(self):
        page = self.somebody()
        self.arrive(page, "/chat", credits=5000)
        self.available(page, "5,000")
        self.look(page, "chat-empty", "/chat", "#balance-available", ("en",))
        _, text = self.models.make(words=[
            "Here is **bold**, a list\n\n- one\n- two with `code`\n\n",
            "| name | value |\n|---|---:|\n| a | 1 |\n\n```python\nprint('hello')\n```"])
        self.say(page, text)
        self.look(page, "chat", "/chat" + page.evaluate("location.hash"), ".message.assistant")

    def test_admin(self):
        page = self.somebody()
        user, _ = self.an_admin(page)
        self.fill(user)
        self.look(page, "admin", "/admin", "#counter-users")

    def test_dialogs(self):
        page = self.somebody()
        self.arrive(page)
        page.get_by_role("button", name="Create key").click()
        page.get_by_role("dialog").wait_for()
        self.read_by(page, "dialog")
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
        expect(page.get_by_role("button", name="Create key")).to_be_focused()

    def test_the_keyboard_is_enough(self):
        page = self.somebody()
        self.arrive(page)
        page.locator("#balance-available").wait_for()
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.id"), "skip")
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "main")
        seen = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("document.activeElement.textContent"))
            width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
            self.assertTrue(width >= 2 or page.evaluate("document.activeElement === document.body"),
                "the focus is seen")
        self.assertLessEqual({"Balance", "Create key", "Delete account"} & {text.strip() for text in seen}, seen)
        self.assertIn("Download all data", seen)

    def test_the_reader_s_zone_counts(self):
        page = self.somebody(timezone_id="Pacific/Kiritimati")
        user, _ = self.arrive(page)
        sql(f"select credits.grant_credits('{user}', 5, 'promotion', '2030-01-01 12:00+00')")
        page.reload()
        # Fourteen hours ahead it is the next day.
        page.locator("#grants").get_by_text("2 Jan 2030").wait_for()


class Serving(Pages):
    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc)
        self.addCleanup(connection.close)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers

    def asset(self):
        return re.search(r'/pages/[0-9a-f]{16}/style\.css', ask(self.url, "GET", "/")[2])[0]

    def test_pages_say_what_may_run(self):
        for path in ("/", "/chat", "/admin", "/reset"):
            with self.subTest(path):
                status, headers = self.get(path)
                self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
                policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
                self.assertEqual(policy["default-src"], "'none'")
                self.assertEqual((policy["script-src"], policy["style-src"]), ("'self'", "'self'"))
                self.assertEqual(policy["frame-ancestors"], "'none'")
                self.assertEqual(policy["require-trusted-types-for"], "'script'")
                self.assertNotIn("unsafe", headers["content-security-policy"])
                self.assertEqual(headers["x-content-type-options"], "nosniff")
                self.assertEqual(headers["referrer-policy"], "no-referrer")

    def test_html_is_asked_for_again_and_files_are_not(self):
        status, headers = self.get("/")
        self.assertEqual((status, headers["cache-control"]), (200, "no-cache"))
        for known, expected in ((headers["etag"], 304), (f'"x", W/{headers["etag"]}', 304), ("*", 304), ('"x"', 200)):
            self.assertEqual(self.get("/", **{"If-None-Match": known})[0], expected, known)
        status, headers = self.get(self.asset())
        self.assertEqual((status, headers["cache-control"]), (200, "public, max-age=31536000, immutable"))

    def test_what_is_sent_is_compressed_if_it_may_be(self):
        for accepted, expected in (
            ("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("GZIP", "gzip"), ("gzip;q=0", None), ("identity",
                None), ("", None)):
            with self.subTest(accepted):
                _, headers = self.get(self.asset(), **{"Accept-Encoding": accepted})
                self.assertEqual((headers["content-encoding"], headers["vary"]), (expected, "Accept-Encoding"))
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc)
        self.addCleanup(connection.close)
        connection.request("GET", self.asset(), headers={"Accept-Encoding": "gzip"})
        self.assertEqual(gzip.decompress(connection.getresponse().read()), (WEB / "style.css").read_bytes())

    def test_every_file_is_served(self):
        base = self.asset().rpartition("/")[0]
        for path in WEB.rglob("*.*"):
            name = str(path.relative_to(WEB))
            if path.suffix != ".html":
                self.assertEqual(self.get(f"{base}/{name}")[0], 200, name)
                self.assertEqual(self.get(f"{base}/{name}", method="HEAD")[0], 200, name)

    def test_what_is_not_there_is_not_found(self):
        base = self.asset().rpartition("/")[0]
        for path in (
            "/index.html", "/pages", "/pages/", "/pages/0123456789abcdef/style.css", f"{base}/", f"{base}/nothing.js",
            f"{base}/index.html", f"{base}/../files.c", f"{base}/%2e%2e/files.c", f"{base}/texts",
            f"{base}/texts/xx.js", "/nothing", "/Chat", "/chat/x"):
            with self.subTest(path):
                status, headers, text = ask(self.url, "GET", path)
                self.assertEqual((status, headers["content-type"]), (404, "application/json; charset=utf-8"))
                self.assertIn("code", json.loads(text))
        self.assertIn(self.get("/", method="POST")[0], (404, 405))

    def test_texts_are_there_in_every_language(self):
        text = {path.stem: path.read_text() for path in (WEB / "texts").glob("*.js")}
        keys = {name: set(re.findall(r'^    "?([\w.:]+)"?: ', body, re.M)) for name, body in text.items()}
        self.assertEqual(keys["ar"], keys["en"])
        for path in WEB.glob("*.js"):
            used = set(re.findall(r'\bt\("([\w.:]+)"', path.read_text()))
            self.assertLessEqual(used, keys["en"], path)
        for name, body in text.items():
            for line in body.splitlines():
                english = re.search(rf'^    "?{re.escape(line.split(":")[0].strip(" "))}', text["en"], re.M)
                self.assertTrue(english or not line.startswith('    "'), (name, line))

    def test_the_first_load_is_small(self):
        for path in ("/", "/chat", "/admin"):
            page = self.somebody()
            loaded = {}
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.on("Network.loadingFinished", lambda event: loaded.__setitem__(event["requestId"],
                event["encodedDataLength"]))
            page.goto(self.url + path, wait_until="networkidle")
            print(f"{path}: {sum(loaded.values()):,.0f} bytes in {len(loaded)} requests")
            self.assertLess(sum(loaded.values()), FIRST_LOAD_BYTES_MAX)
            self.assertGreater(len(loaded), 5)

    def test_it_is_soon_there_over_a_slow_line(self):
        """Printed, not asserted: the machine may be busy."""
        page = self.somebody()
        self.arrive(page, "/chat")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        # What browsers' tools called "fast 3G": 1.6 Mbit/s, 150 ms.
        session.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8})
        for name, ready in (("an account", "#balance-available"), ("signing in", "form input")):
            # Nothing of it was there before.
            session.send("Network.clearBrowserCache")
            page.goto("about:blank")
            began = time.monotonic()
            page.goto(self.url)
            page.locator(ready).first.wait_for()
            print(f"{name} over 3G after {time.monotonic() - began:.2f} s")
            page.evaluate("localStorage.clear()")


if __name__ == "__main__":
    unittest.main()
