"""What people do in front of the pages: sign up and in, buy, chat, run out, come back; two at a time; and support."""

import json
import pathlib
import re
import unittest
import uuid

from playwright.sync_api import expect

from pages import Pages
from payments import ask
from support import PASSWORD, address, mail_to, sql, until


class SigningIn(Pages):
    def tearDown(self):
        sql("update identity.settings set confirms_automatically = true")
        super().tearDown()

    def test_an_address_is_confirmed_by_a_code(self):
        sql("update identity.settings set confirms_automatically = false")
        page, email = self.somebody().context.new_page(), address()
        page.goto(self.url + "/#sign-up")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_role("button", name="Sign up").click()
        page.get_by_label("6-digit code").fill("000000")
        page.get_by_role("button", name="Confirm").click()
        page.get_by_text("The code is wrong").wait_for()
        page.get_by_label("6-digit code").fill(f" {mail_to(email, 'signup')[0]} ")
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("heading", name="Balance", exact=True).wait_for()

    def test_nobody_is_told_which_addresses_are_known(self):
        page = self.somebody()
        _, email = self.arrive(page)
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.get_by_role("heading", name="Sign in").wait_for()
        said = []
        for one in (email, address()):
            page.goto(self.url)
            page.get_by_label("E-mail address").fill(one)
            page.get_by_label("Password").fill("wrong horse battery")
            page.get_by_role("button", name="Sign in", exact=True).click()
            said.append(page.get_by_role("alert").filter(has_text=re.compile(".")).inner_text())
        self.assertEqual(said[0], said[1])
        sql("update identity.settings set confirms_automatically = false")
        for one in (email, address()):
            page.goto(self.url + "/#sign-up")
            page.reload()
            page.get_by_label("E-mail address").fill(one)
            page.get_by_label("New password").fill(PASSWORD)
            page.get_by_role("button", name="Sign up").click()
            page.get_by_role("heading", name="Check your mail").wait_for()
        for one in (email, address()):
            page.goto(self.url + "/reset")
            page.get_by_label("E-mail address").fill(one)
            page.get_by_role("button", name="Send code").click()
            page.get_by_label("6-digit code").wait_for()

    def test_a_password_is_reset(self):
        page = self.somebody()
        _, email = self.arrive(page)
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.get_by_role("button", name="Forgot your password?").click()
        page.get_by_label("E-mail address").fill(email)
        page.get_by_role("button", name="Send code").click()
        page.get_by_label("6-digit code").wait_for()
        page.get_by_label("6-digit code").fill(mail_to(email, "recovery")[0])
        page.get_by_label("New password").fill("password")
        page.get_by_role("button", name="Set password").click()
        page.get_by_text("easy to guess").wait_for()
        page.get_by_label("New password").fill("another horse battery")
        page.get_by_role("button", name="Set password").click()
        page.get_by_role("heading", name="Balance", exact=True).wait_for()

    def test_fields_say_what_they_need(self):
        page = self.somebody()
        page.goto(self.url)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_text("Please enter an e-mail address").wait_for()
        self.assertEqual(page.evaluate("document.activeElement.name"), "email")

    def test_one_tab_refreshes_for_all(self):
        """A refresh token is good once: two that send it at the same time would end the session."""
        first = self.somebody()
        self.arrive(first)
        tabs = [first, *(first.context.new_page() for _ in range(3))]
        asked = []
        first.context.on("request", lambda request: "grant_type=refresh_token" in request.url and asked.append(request))
        # Nothing runs there that would refresh the session by itself and be cut off.
        for tab in tabs:
            tab.goto(self.url + "/health/live")
        first.evaluate(
            "() => { const kept = JSON.parse(localStorage['thin.session']); kept.expires_at = 0;"
            " localStorage['thin.session'] = JSON.stringify(kept); }")
        for tab in tabs:
            tab.evaluate("url => { location.href = url; }", self.url + "/")
        for tab in tabs:
            tab.locator("#balance-available").wait_for()
        self.assertEqual(len(asked), 1)
        self.assertGreater(first.evaluate("JSON.parse(localStorage['thin.session']).expires_at"), 0)

    def test_signing_out_everywhere(self):
        one, other = self.somebody(), self.somebody()
        _, email = self.arrive(one)
        self.sign_in(other, email)
        one.reload()
        one.locator("#sessions li").nth(1).wait_for()
        one.get_by_role("button", name="Sign out elsewhere").click()
        # The other one looks for itself.
        self.come_back(other)
        other.get_by_role("heading", name="Sign in").wait_for()
        one.locator("#balance-available").wait_for()
        self.sign_in(other, email)
        one.get_by_role("button", name="Sign out everywhere").click()
        one.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
        one.get_by_role("heading", name="Sign in").wait_for()
        self.come_back(other)
        other.get_by_role("heading", name="Sign in").wait_for()

    def test_an_account_is_exported_and_deleted(self):
        page = self.somebody(accept_downloads=True)
        user, email = self.arrive(page, credits=5)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download all data").click()
        self.assertRegex(download.value.suggested_filename, r"^thin-export-\d{4}-\d\d-\d\d\.json$")
        found = json.loads(download.value.path().read_text())
        self.assertEqual(found["user_id"], user)
        self.assertEqual([one["email"] for one in found["data"]["auth.users"]], [email])
        with page.expect_download() as download:
            page.locator("#ledger").get_by_role("button", name="Download CSV").click()
        self.assertIn(",grant,5,5,", download.value.path().read_text())
        page.get_by_role("button", name="Delete account").click()
        page.get_by_role("dialog").get_by_label("Password").fill(PASSWORD)
        page.get_by_role("dialog").get_by_role("button", name="Delete account").click()
        page.get_by_role("heading", name="Sign in").wait_for()
        self.assertEqual(sql(f"select deleted_at is null from auth.users where id = '{user}'"), "f")

    def test_the_ledger_is_read_by_pages(self):
        page = self.somebody(accept_downloads=True)
        user, _ = self.arrive(page)
        sql(f"select credits.grant_credits('{user}', 10000000000.0001 + n, 'purchase') from generate_series(1, 45) n")
        page.reload()
        ledger = page.locator("#ledger")
        for count in (20, 40, 45):
            ledger.locator("tbody tr").nth(count - 1).wait_for()
            self.assertEqual(ledger.locator("tbody tr").count(), count)
            if count < 45:
                ledger.get_by_role("button", name="Show more").click()
        self.assertFalse(ledger.get_by_role("button", name="Show more").is_visible())
        # What is drawn anew is as long as it was.
        sql(f"select credits.grant_credits('{user}', 1, 'promotion')")
        self.come_back(page)
        ledger.locator("tbody tr").first.get_by_text("450,000,001,036.0045").wait_for()
        self.assertEqual(ledger.locator("tbody tr").count(), 45)
        with page.expect_download() as download:
            ledger.get_by_role("button", name="Download CSV").click()
        lines = download.value.path().read_text().splitlines()
        self.assertEqual(len(lines), 1 + 46)
        self.assertIn(",grant,10000000045.0001,450000001035.0045,", lines[2])

    def test_alerts_are_marked_as_read(self):
        page = self.somebody()
        user, _ = self.arrive(page)
        sql(f"select usage.record('{user}', 'images', 9, 'a')")
        page.reload()
        alerts = page.locator("#alerts")
        alerts.get_by_text("80%").wait_for()
        alerts.get_by_role("button", name="Mark all as read").click()
        alerts.get_by_text("No new alerts.").wait_for()
        self.assertEqual(sql(f"select count(*) from usage.alerts where user_id = '{user}' and read_at is null"), "0")

    def test_what_can_not_be_loaded_is_tried_again(self):
        page = self.somebody()
        self.arrive(page)
        page.route("**/rest/v1/**", lambda route: route.abort())
        for path, count in (("/", 11), ("/chat", 1)):
            page.goto(self.url + path)
            failed = page.get_by_text("The service can't be reached.")
            failed.nth(count - 1).wait_for()
            self.assertEqual(page.get_by_role("button", name="Try again").count(), count)
        page.unroute("**/rest/v1/**")
        page.get_by_role("button", name="Try again").click()
        page.get_by_text("No chats yet.").wait_for()
        page.route("**/rest/v1/**", lambda route: route.abort())
        page.goto(self.url)
        page.get_by_role("button", name="Try again").nth(10).wait_for()
        page.unroute("**/rest/v1/**")
        page.locator("#balance").get_by_role("button", name="Try again").click()
        page.locator("#balance-available").wait_for()
        page.locator("#ledger").get_by_role("button", name="Try again").click()
        page.get_by_text("Nothing has happened yet.").wait_for()

    def test_keys_are_shown_once(self):
        page = self.somebody()
        user, _ = self.arrive(page)
        page.get_by_role("button", name="Create key").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("My program")
        dialog.get_by_label("Name").press("Enter")
        page.get_by_role("heading", name="Your new key").wait_for()
        key = page.locator(".secret code").inner_text()
        page.get_by_role("button", name="Close").click()
        status, _, body = ask(self.url, "GET", "/rest/v1/balance", headers={"Authorization": f"Bearer {key}"})
        self.assertEqual((status, json.loads(body)[0]["user_id"]), (200, user))
        page.get_by_role("button", name="Revoke My program").click()
        page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        page.get_by_text("There are no keys.").wait_for()
        self.assertEqual(ask(self.url, "GET", "/rest/v1/balance", headers={"Authorization": f"Bearer {key}"})[0], 401)


class Journey(Pages):
    def test_from_sign_up_to_an_answer_to_the_limit_and_back(self):
        page = self.somebody()
        page.context.route("https://checkout.stripe.com/**", lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><title>Stripe</title>Pay here"))
        user, _ = self.sign_up(page)
        # The form that had the keyboard's place is gone.
        expect(page.locator("#main")).to_be_focused()
        self.available(page, "0")
        page.get_by_role("button", name="Buy Small").click()
        page.wait_for_url("https://checkout.stripe.com/**")
        session, _ = self.stub.pay(page.url.split("/")[-1].split("#")[0])
        page.goto(session["success_url"])
        page.get_by_text("The credits appear here").wait_for()
        with self.never_loaded_anew(page):
            self.assertEqual(self.received("checkout.session.completed", session), "processed")
            self.come_back(page)
            self.available(page, "1,000")
            page.locator("#payments").get_by_text("US$10.00").wait_for()

        page.get_by_role("link", name="Chat", exact=True).click()
        self.available(page, "1,000")
        cost = float(self.say(page, "What is a lighthouse?").inner_text().split()[1])
        self.assertGreater(cost, 0)
        charge, left = sql(
            "select charge, (credits.current_balance(user_id)).available from ai.calls "
            f"where user_id = '{user}'").split("|")
        self.assertEqual(float(charge), cost)
        self.available(page, f"{float(left):,}".rstrip("0").rstrip("."))
        # What the provider said is shown as it is, and no markup of it is.
        self.assertIn("你好", page.locator(".message.assistant .body").inner_text())

        composer = page.get_by_label("Write a message")
        with self.never_loaded_anew(page):
            # 80 % of a limit is a warning, all of it ends it, more of it begins it again.
            sql("insert into usage.meters (id, name, unit) values ('words', 'Words', 'tokens')")
            sql("insert into usage.limits (plan, meter, per, kind, quantity) "
                "values ('free', 'words', 'month', 'hard', 10)")
            self.addCleanup(sql, "delete from usage.limits where meter = 'words'")
            sql(f"select usage.record('{user}', 'words', 8, 'a')")
            self.come_back(page)
            page.get_by_text("You are close to a limit").wait_for()
            self.assertTrue(composer.is_enabled())
            sql(f"select usage.record('{user}', 'words', 2, 'b')")
            self.come_back(page)
            page.get_by_text("You have reached a limit").wait_for()
            self.shoot(page, "chat-at-the-limit")
            self.assertFalse(composer.is_enabled())
            self.assertEqual(page.locator("#blocked a").get_attribute("href"), "/#plans")
            sql("update usage.limits set quantity = 1000 where meter = 'words'")
            self.come_back(page)
            page.locator("#blocked a").wait_for(state="detached")
            self.assertTrue(composer.is_enabled())
            # So do credits.
            left = sql(f"select available from credits.current_balance('{user}')")
            sql(f"select credits.confirm('{user}', (credits.reserve('{user}', {left}, 'all')).id)")
            self.come_back(page)
            page.get_by_text("No credits are left.").wait_for()
            self.assertFalse(composer.is_enabled())
            sql(f"select credits.grant_credits('{user}', 500, 'promotion')")
            self.come_back(page)
            self.available(page, "500")
            expect(composer).to_be_enabled()
        self.say(page, "And what is a buoy?")
        self.assert_sound()

    def test_plans_and_their_prices(self):
        page = self.somebody()
        page.context.route(re.compile(r"^https://(checkout|billing)\.stripe\.com/"), lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><title>Stripe</title>"))
        user, _ = self.arrive(page)
        plans = page.locator("#plans")
        plans.get_by_text("US$29.00").wait_for()
        plans.get_by_label("Yearly").check()
        plans.get_by_text("US$290.00").wait_for()
        plans.get_by_text("US$58.00 less than twelve months").wait_for()
        plans.get_by_role("button", name="Choose Pro").click()
        page.wait_for_url("https://checkout.stripe.com/**")
        sql(f"select tests.put_on_plan('{user}', 'basic')")
        page.goto(self.url)
        plans.get_by_text("US$20.00 more than your plan").wait_for()
        plans.get_by_text("Your subscription is active. Renews on").wait_for()
        self.assertEqual(plans.get_by_role("button", name="Choose Pro").count(), 0)
        # Where the service doesn't know this site, Stripe leads back to what its operator said.
        for site in (self.url, "https://elsewhere.example.com"):
            sql(f"update identity.settings set site_url = '{site}'")
            self.addCleanup(sql, f"update identity.settings set site_url = '{self.url}'")
            page.goto(self.url)
            plans.get_by_role("button", name="Manage subscription").click()
            page.wait_for_url("https://billing.stripe.com/**")


class Chats(Pages):
    def test_two_people_in_two_browsers(self):
        one, other = self.somebody(), self.somebody()
        self.arrive(one, "/chat", credits=5000)
        self.arrive(other, "/chat", credits=5000)
        self.available(one, "5,000")
        self.say(one, "My secret is 4711.")
        self.say(other, "Hello there.")
        address_of_one = one.url
        self.assertIn("#session=", address_of_one)
        other.goto("about:blank")
        other.goto(address_of_one)
        other.locator("#balance-available").wait_for()
        self.assertNotIn("4711", other.content())
        other.get_by_label("Search chats").fill("4711")
        other.get_by_text("Nothing was found.").wait_for()

        one.get_by_role("button", name="Share").click()
        one.get_by_role("button", name="Create link").click()
        link = one.locator("#share-link").inner_text()
        self.shoot(one, "chat-link")
        one.get_by_role("button", name="Close").click()
        visitor = self.somebody()
        visitor.goto(link)
        visitor.locator(".message").get_by_text("My secret is 4711.").wait_for()
        self.assertEqual(visitor.locator("textarea").count(), 0)
        self.shoot(visitor, "chat-shared")
        one.get_by_role("button", name="Share").click()
        one.get_by_role("button", name="Withdraw").click()
        one.get_by_role("dialog").get_by_text("The link was withdrawn.").wait_for()
        visitor.reload()
        visitor.get_by_text("This link doesn't work").wait_for()
        one.get_by_role("button", name="Close").click()
        one.get_by_role("button", name="Delete").click()
        one.get_by_role("dialog").get_by_role("button", name="Delete").click()
        one.get_by_text("No chats yet.").wait_for()
        self.assertNotIn("4711", one.locator("main").inner_text())

    def test_an_answer_is_stopped(self):
        page = self.somebody()
        user, _ = self.arrive(page, "/chat", credits=5000)
        _, text = self.models.make(words=["Once ", "upon ", "a time "] * 20, until=2000, then="wait")
        self.available(page, "5,000")
        page.get_by_label("Write a message").fill(text)
        page.keyboard.press("Enter")
        page.get_by_text("upon").first.wait_for()
        page.get_by_role("button", name="Stop").click()
        page.locator(".message.assistant .cost").wait_for()
        page.get_by_text("Incomplete").wait_for()
        self.assertEqual(sql(f"select outcome from ai.calls where user_id = '{user}'"), "client_gone")

    def test_an_answer_goes_on_without_its_reader(self):
        page = self.somebody()
        self.arrive(page, "/chat", credits=5000)
        case, text = self.models.make(words=["Once ", "upon ", "a time "] * 20, until=2000, then="wait")
        self.available(page, "5,000")
        page.get_by_label("Write a message").fill(text)
        page.keyboard.press("Enter")
        page.get_by_text("upon").first.wait_for()
        page.reload()
        page.get_by_text("upon").first.wait_for()
        page.get_by_role("button", name="Stop").wait_for()
        case.go.set()
        page.locator(".message.assistant .cost").wait_for()
        self.assertEqual(page.locator(".message.assistant").count(), 1)

    def test_what_fails_can_be_tried_again(self):
        page = self.somebody()
        user, _ = self.arrive(page, "/chat", credits=5000)
        case, text = self.models.make(tries=None, status=500)
        self.available(page, "5,000")
        page.get_by_label("Write a message").fill(text)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Try again").wait_for()
        case.status = 200
        page.get_by_role("button", name="Try again").click()
        page.locator(".message.assistant .cost").wait_for()
        self.problems.clear()

    def test_what_was_said_before_is_shown(self):
        page = self.somebody()
        user, _ = self.arrive(page, "/chat", credits=5000)
        self.available(page, "5,000")
        self.say(page, "Hello there.")
        sql("insert into chat.messages (user_id, session_id, ordinal, role, content, status, run_id, tokens) "
            "select user_id, session_id, n, 'user', 'Number ' || n, 'complete', run_id, 1 "
            f"from chat.messages, generate_series(3, 150) n where user_id = '{user}' and ordinal = 1")
        page.reload()
        page.get_by_text("Number 150", exact=True).wait_for()
        self.assertEqual(page.locator(".message").count(), 100)
        page.get_by_role("button", name="Show earlier messages").click()
        page.locator(".message").get_by_text("Hello there.", exact=True).wait_for()
        self.assertEqual(page.locator(".message").count(), 150)
        self.assertEqual(page.get_by_role("button", name="Show earlier messages").count(), 0)

    def test_files_are_read_with_the_message(self):
        page = self.somebody()
        self.arrive(page, "/chat", credits=5000)
        self.available(page, "5,000")
        page.locator("#files").set_input_files({"name": "notes.txt", "mimeType": "text/plain",
            "buffer": b"The code is 1234."})
        page.locator("main").get_by_text("notes.txt").wait_for()
        self.models.forget()
        self.say(page, "What is the code?")
        self.assertTrue(self.models.of("The code is 1234."))


class Support(Pages):
    def test_a_refund_is_seen_without_reloading(self):
        user_page, admin_page = self.somebody(), self.somebody()
        user, email = self.arrive(user_page, credits=100)
        sql(f"select credits.confirm('{user}', (credits.reserve('{user}', 30, 'book')).id)")
        user_page.reload()
        self.available(user_page, "70")
        self.an_admin(admin_page)
        with self.never_loaded_anew(user_page):
            admin_page.get_by_label("Part of an address, or an id").fill(email)
            admin_page.get_by_role("button", name="Find").first.click()
            admin_page.get_by_role("button", name=email).click()
            self.shoot(admin_page, "admin-user")
            admin_page.get_by_role("button", name="Refund").click()
            dialog = admin_page.get_by_role("dialog")
            dialog.get_by_role("button", name="Refund").click()
            self.assertTrue(dialog.is_visible(), "a reason is needed")
            self.shoot(admin_page, "admin-refund")
            dialog.get_by_label("Reason").fill("The book was empty")
            dialog.get_by_role("button", name="Refund").click()
            self.available(user_page, "100")
            user_page.locator("#ledger").get_by_text("Refund").wait_for()
        self.assertEqual(sql(f"select reason from credits.refunds where user_id = '{user}'"), "The book was empty")
        admin_page.locator("#user-available", has_text="100").wait_for()

    def test_an_admin_grants_adjusts_and_proves(self):
        page = self.somebody()
        user, email = self.an_admin(page)
        page.locator("#counter-users").wait_for()
        page.get_by_label("Part of an address, or an id").fill(user)
        page.get_by_role("button", name="Find").first.click()
        page.get_by_role("button", name=email).click()
        for name, amount, left in (("Grant", "12.5", "12.5"), ("Adjust", "-2.5", "10")):
            page.get_by_role("button", name=name, exact=True).click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("Credits").fill(amount)
            dialog.get_by_label("Reason").fill("A test")
            dialog.get_by_role("button", name=name).click()
            page.locator("#user-available", has_text=re.compile(f"^{re.escape(left)}$")).wait_for()
        page.locator("#proof").get_by_role("button", name="Verify").click()
        page.get_by_text("Sound: no invariant is broken.").wait_for()
        rates = page.locator("#rates tr", has_text="story_creation")
        in_force = ("select requests from ops.rates where class = 'story_creation' and plan is null "
                    "and effective @> clock_timestamp()")
        page.get_by_role("button", name="Change story_creation", exact=True).click()
        page.get_by_role("dialog").get_by_label("Requests").fill("7")
        page.get_by_role("dialog").get_by_role("button", name="Change").click()
        until(lambda: sql(in_force) == "7")
        rates.filter(has_text="Past").first.wait_for()
        # In advance: nothing changes until then.
        page.get_by_role("button", name="Change story_creation", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Requests").fill("9")
        dialog.get_by_label("From").fill("2099-01-01T00:00")
        dialog.get_by_role("button", name="Change").click()
        coming = rates.filter(has_text="To come")
        coming.wait_for()
        self.assertEqual(coming.locator("td.number").inner_text(), "9")
        self.assertEqual(rates.filter(has_text="In force").locator("td.number").inner_text(), "7")
        self.assertEqual(sql(in_force), "7")
        page.get_by_role("button", name="Set price").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Job").fill("song")
        dialog.get_by_label("Credits").fill("2.5")
        dialog.get_by_role("button", name="Set price").click()
        page.locator("#prices").get_by_text("song").wait_for()
        page.locator("#audit").get_by_label("Table").fill("ops.rates")
        page.locator("#audit").get_by_role("button", name="Find").click()
        page.locator("#audit").get_by_text("insert ops.rates").first.wait_for()

    def test_an_admin_takes_out_and_deletes_an_account(self):
        user_page, page = self.somebody(), self.somebody()
        user, email = self.arrive(user_page, credits=7)
        self.an_admin(page)
        page.locator("#retention").get_by_text("usage.archived_events").first.wait_for()
        page.get_by_label("Part of an address, or an id").fill(email)
        page.get_by_role("button", name="Find").first.click()
        page.get_by_role("button", name=email).click()

        def confirm(name, reason):
            page.locator("#user").get_by_role("button", name=name).click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("Reason").fill(reason)
            dialog.get_by_role("button", name=name).click()

        with page.expect_download() as download:
            confirm("Download all data", "Asked for by post")
        text = pathlib.Path(download.value.path()).read_text()
        self.assertIn(email, text)
        self.assertEqual(download.value.suggested_filename, f"thin-export-{user}.json")
        confirm("Delete account", "Asked for by post")
        page.get_by_text("The account is deleted.").wait_for()
        self.assertEqual(page.get_by_role("button", name=email).count(), 0)
        row = page.locator("#erasures tbody tr", has_text=user)
        row.get_by_text("Asked for by post").wait_for()
        self.shoot(page, "admin-erasures")
        self.assertEqual(sql(f"select count(*) from auth.users where email = '{email}'"), "0")
        self.come_back(user_page)
        user_page.get_by_role("heading", name="Sign in").wait_for()

    def test_what_waits_is_seen_and_settled(self):
        page = self.somebody()
        user, email = self.an_admin(page)
        sql(f"select credits.grant_credits('{user}', 50, 'purchase')")
        booked = sql(f"select (credits.confirm('{user}', (credits.reserve('{user}', 20, 'book')).id)).id")
        queued = page.locator("#counter-compensations_queued")
        queued.get_by_text("0", exact=True).wait_for()
        with self.never_loaded_anew(page):
            sql(f"select credits.queue_compensation('{user}', '{booked}', 20, 'The book was empty')")
            self.come_back(page)
            queued.get_by_text("1", exact=True).wait_for()
        page.reload()
        waiting = page.locator("#compensations")
        waiting.get_by_text("The book was empty").wait_for()
        waiting.get_by_role("button", name="Settle now").click()
        waiting.get_by_text("Nothing waits to be made good.").wait_for()
        self.assertEqual(sql(f"select available from credits.current_balance('{user}')"), "50")

    def test_events_are_replayed(self):
        page = self.somebody()
        self.an_admin(page)
        identifier = f"evt_{uuid.uuid4().hex}"
        unknown = {"object": "charge", "id": f"ch_{uuid.uuid4().hex}", "payment_intent": None}
        self.assertEqual(self.received("charge.refunded", unknown, identifier=identifier), "unmatched")
        page.reload()
        inbox = page.locator("#webhooks")
        inbox.get_by_label("Status").select_option("unmatched")
        row = inbox.locator("tr", has_text=identifier)
        row.get_by_role("button", name="Replay").click()
        row.locator("td", has_text=re.compile("^2$")).wait_for()
        inbox.get_by_label("Status").select_option("failed")
        row.wait_for(state="detached")
        page.locator("#jobs").get_by_text("rate_counters").wait_for()

    def test_users_get_nothing_of_it(self):
        page = self.somebody()
        self.arrive(page)
        page.goto(self.url + "/admin")
        page.get_by_text("This page is for admins.").wait_for()


if __name__ == "__main__":
    unittest.main()
