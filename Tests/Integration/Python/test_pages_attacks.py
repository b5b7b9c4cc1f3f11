"""What people write is shown as text wherever others read it; nobody is led astray; nobody gets in who wasn't asked."""

import csv
import io
import re
import unittest

from pages import Pages
from support import PASSWORD, address, client, sql

MARK = "<img src=x onerror=\"window.planted=1\"><script>window.planted=1</script>"


class Texts(Pages):
    def assert_inert(self, page, *texts):
        for text in texts:
            self.assertIn(text, page.locator("body").inner_text())
        found = page.evaluate("[window.planted ?? null, document.querySelectorAll('img, body script').length]")
        self.assertEqual(found, [None, 0])

    def test_what_users_write_is_text_wherever_it_is_read(self):
        agent = f"Browser {MARK}"
        page = self.somebody(user_agent=agent)
        user, email = self.sign_up(page)
        sql(f"select credits.grant_credits('{user}', 5000, 'purchase')")
        sql(f"select credits.confirm('{user}', (credits.reserve('{user}', 3, 'book', p_job_id => 'j', "
            f"p_description => $${MARK} description$$)).id)")
        page.get_by_role("button", name="Create key").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(f"{MARK} key")
        dialog.get_by_role("button", name="Create key").click()
        page.get_by_role("button", name="Close").click()
        page.locator("#keys").get_by_text(f"{MARK} key").wait_for()
        page.reload()
        page.locator("#keys").get_by_text(f"{MARK} key").wait_for()
        page.locator("#sessions").get_by_text(agent).wait_for()
        self.assert_inert(page)

        page.goto(self.url + "/chat")
        self.available(page, "4,997")
        files = page.locator("#files")
        files.set_input_files({"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b"x"})
        page.get_by_text("name is 1 to 200 characters without path").wait_for()
        name = "'onerror='window.planted=1' =1+1 &lt;b&gt; \u202egpj.txt"
        files.set_input_files({"name": name, "mimeType": "text/plain", "buffer": MARK.encode()})
        page.locator(".chips").get_by_text(name).wait_for()
        self.say(page, f"{MARK} message")
        page.get_by_role("button", name="Rename").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Title").fill(f"{MARK} title")
        dialog.get_by_role("button", name="Rename").click()
        page.get_by_role("heading", name=f"{MARK} title").wait_for()
        page.get_by_label("Search chats").fill("message")
        page.get_by_text("1 message found.").wait_for()
        self.assert_inert(page, f"{MARK} message", f"{MARK} title")
        page.get_by_role("button", name="Share").click()
        page.get_by_role("button", name="Create link").click()
        link = page.locator("#share-link").inner_text()

        visitor = self.somebody()
        visitor.goto(link)
        visitor.locator(".message").first.wait_for()
        self.assert_inert(visitor, f"{MARK} message", f"{MARK} title")

        admin = self.somebody()
        self.an_admin(admin)
        admin.get_by_label("Part of an address, or an id").fill(email)
        admin.get_by_role("button", name="Find").first.click()
        admin.get_by_role("button", name=email).click()
        admin.locator("#user").get_by_text(f"{MARK} description").wait_for()
        audit = admin.locator("#audit")
        audit.get_by_label("Table").fill("identity.api_keys")
        audit.get_by_label("User id").fill(user)
        audit.get_by_role("button", name="Find").click()
        audit.locator("summary").first.click()
        # As JSON has it.
        audit.locator("pre").first.get_by_text("onerror=").wait_for()
        self.assert_inert(admin, f"{MARK} description")

    def test_a_spreadsheet_runs_nothing(self):
        page = self.somebody()
        page.goto(self.url)
        path = page.locator("link[rel=stylesheet]").get_attribute("href").rpartition("/")[0] + "/format.js"
        formulas = [
            "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "-", "=cmd|' /C calc'!A0",
            "=HYPERLINK(\"https://evil.example\",\"x\")"]
        harmless = ["-12.5", "10000000000000.0001", "0", "a=b", "a,b", "a\"b", "a\r\nb", "مرحبا", ""]
        text = page.evaluate(
            "async ([path, texts]) => (await import(path)).csv(['text'], texts.map((text) => ({ text })))",
            [path, formulas + harmless])
        found = [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))]
        self.assertEqual(found, ["text", *("'" + one for one in formulas), *harmless])


class Ways(Pages):
    def test_a_violation_of_the_policy_is_seen(self):
        """What all suites rely on: each breaks the policy, and the test would fail."""
        page = self.somebody()
        page.goto(self.url)
        page.get_by_role("heading", name="Sign in").wait_for()
        for script, directive in (
            ("document.body.append(Object.assign(new Image(), { src: 'https://evil.example/' }))", "img-src"),
            ("document.body.append(Object.assign(document.createElement('style'), { textContent: 'p {}' }))",
                "style-src"),
            ("try { document.body.setAttribute('onclick', '1') } catch { }", "require-trusted-types-for"),
            ("document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://evil.example/' }))",
                "frame-src"),
            ("fetch('https://evil.example/').catch(() => 0)", "connect-src"),
            ("try { document.body.innerHTML = '<b>x</b>' } catch { }", "require-trusted-types-for"),
        ):
            with self.subTest(script):
                page.evaluate(f"() => {{ {script} }}")
                page.wait_for_timeout(50)
                self.assertIn(directive, "\n".join(self.problems))
                self.problems.clear()

    def test_no_page_is_framed(self):
        page = self.somebody()
        page.context.route("https://evil.example/**", lambda route: route.fulfill(
            content_type="text/html", body=f"<!doctype html><iframe src='{self.url}/'></iframe>"))
        page.goto("https://evil.example/")
        page.wait_for_timeout(200)
        self.assertNotIn(self.url, [re.sub("/$", "", frame.url) for frame in page.frames])
        self.problems.clear()

    def test_no_address_leads_astray(self):
        page = self.somebody()
        self.arrive(page)
        left = []
        page.on("framenavigated", lambda frame: frame.url.startswith((self.url, "about:")) or left.append(frame.url))
        for path in (
            "/?checkout=https://evil.example/", "/?checkout=javascript:alert(1)", "/?redirect_to=//evil.example",
            "/#session=javascript:alert(1)", "/chat#session=//evil.example", "/reset?next=//evil.example"):
            page.goto(self.url + path)
            page.locator("#balance-available").wait_for()
        self.assertEqual(left, [])
        path = page.locator("link[rel=stylesheet]").get_attribute("href").rpartition("/")[0] + "/shell.js"
        for target in (
            "javascript:alert(1)", "data:text/html,x", "http://evil.example/", "//evil.example", "ftp://a.example",
            "http://127.0.0.1.evil.example/"):
            refused = page.evaluate(
                "([path, target]) => import(path).then((shell) => shell.leave(target)).then(() => false, () => true)",
                [path, target])
            self.assertTrue(refused, target)

    def test_a_link_of_somebody_else_signs_nobody_in(self):
        """Else they would work, and pay, in an account that is another's."""
        page = self.somebody()
        _, email = self.arrive(page)
        other = address()
        session = client(url=self.url).auth.sign_up({"email": other, "password": PASSWORD}).session
        link = (f"{self.url}/#access_token={session.access_token}&refresh_token={session.refresh_token}"
            "&expires_in=3600&token_type=bearer&type=signup")
        for answer, expected in (("Cancel", email), ("Sign in", other)):
            page.goto("about:blank")
            page.goto(link)
            dialog = page.get_by_role("dialog")
            dialog.get_by_text(other).wait_for()
            self.assertNotIn("access_token", page.url)
            dialog.get_by_role("button", name=answer).click()
            page.locator(".who", has_text=expected).wait_for()
        page.goto("about:blank")
        page.goto(f"{self.url}/#access_token=eyJnothing&refresh_token=x&expires_in=1&type=recovery")
        page.locator(".who", has_text=other).wait_for()
        self.assertEqual(page.get_by_label("New password").count(), 0)

    def test_who_calls_himself_an_admin_sees_nothing(self):
        page = self.somebody()
        self.arrive(page)
        refused = []
        page.on("response", lambda answer: "/rpc/admin_" in answer.url and refused.append(answer.status))
        page.evaluate(
            "() => { const kept = JSON.parse(localStorage['thin.session']); kept.user.app_metadata.role = 'admin';"
            " localStorage['thin.session'] = JSON.stringify(kept); }")
        page.goto(self.url + "/admin")
        for panel in ("counters", "compensations", "webhooks", "jobs", "rates", "prices", "erasures", "retention"):
            page.locator(f"#{panel}").get_by_text("You may not do this.").wait_for()
        page.get_by_role("button", name="Find").first.click()
        page.locator("#users").get_by_text("You may not do this.").wait_for()
        page.locator("#audit").get_by_role("button", name="Find").click()
        page.locator("#proof").get_by_role("button", name="Verify").click()
        page.locator("#proof").get_by_text("You may not do this.").wait_for()
        self.assertEqual(page.locator("#audit tbody tr").count(), 0)
        self.assertEqual(set(refused), {403})

    def test_a_share_link_opens_what_it_names_and_nothing_else(self):
        page = self.somebody()
        for token in ("", "x", "null", "../chat_sessions", "%00", "a" * 5000):
            with self.subTest(token[:20]):
                page.goto("about:blank")
                page.goto(f"{self.url}/chat#share={token}")
                page.get_by_text("This link doesn't work").or_(page.get_by_role("heading", name="Sign in")).wait_for()
                self.assertEqual(page.locator(".message").count(), 0)
                self.problems.clear()

    def test_the_page_asks_no_more_than_it_may(self):
        """As limits are in an installation, of whoever reads it a few times and whose credits change all the time."""
        page = self.somebody()
        user, _ = self.arrive(page, credits=100)
        before = sql("select requests, period from ops.rates where class = 'balance_and_usage'").split("|")
        sql("update ops.rates set requests = 30, period = '1 minute' where class = 'balance_and_usage'")
        try:
            for _ in range(2):
                page.reload()
                page.locator("#balance-available").wait_for()
                self.all_is_loaded(page)
            for credits in range(101, 107):
                sql(f"select credits.grant_credits('{user}', 1, 'promotion')")
                self.come_back(page)
                self.available(page, str(credits))
        finally:
            sql(f"update ops.rates set requests = {before[0]}, period = '{before[1]}' "
                "where class = 'balance_and_usage'")
        self.assertEqual(self.problems, [])


if __name__ == "__main__":
    unittest.main()
