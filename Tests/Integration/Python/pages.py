"""What the suites of pages share: Debian's Chromium, somebody in front of it, a service beside stand-ins for Stripe and
the providers of models. A violation of the pages' policy, an error in the console or a request that the service could
not answer fails whichever test it happens in."""

import atexit
import contextlib
import functools
import json
import os
import pathlib
import re
import shutil

from playwright.sync_api import sync_playwright

from gateway import SETUP
from model_upstream import KEYS, ModelUpstream
from payments import Payments, ask, load
from support import PASSWORD, address, client, sql

# Looked at by people; nothing reads them.
SHOTS = pathlib.Path(".thin/screenshots")
WIDTHS = (360, 768, 1440)
# Pages look themselves at what has changed within a quarter of a minute; machines may be busy.
PATIENCE = 60_000
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "/usr/bin/chromium")
ICON = re.compile(r"/pages/[0-9a-f]{16}/icon\.svg")
# Tokens, keys and share links, none of which has any business in an address that is asked for.
SECRETS = re.compile(r"eyJ[\w-]{10}|thin_[0-9a-f]{12}_|(access_token|share|refresh_token)=[^&]")


class World(Payments):
    """A database, stand-ins for Stripe and the providers, a service and a browser."""

    @classmethod
    @functools.cache
    def build(cls):
        """Made once for all classes of a run: starting them takes longer than most tests."""
        cls.setUpClass()
        atexit.register(cls.doClassCleanups)
        return cls

    @classmethod
    def setUpClass(cls):
        cls.models = ModelUpstream()
        cls.addClassCleanup(cls.models.close)
        cls.service_settings = {
            f"{name}_{what}": value
            for name, key in (("OPENAI", "openai"), ("ANTHROPIC", "anthropic"), ("GEMINI", "google"))
            for what, value in (("API_KEY", KEYS[key]), ("UPSTREAM", cls.models.url))}
        super().setUpClass()
        cls.database = os.environ["THIN_DATABASE"]
        sql(SETUP)
        sql("update ops.rates set requests = 1000000, period = '1 minute'")
        load("sql/seeds/usage.sql")
        cls.url = cls.service.url
        sql(f"update identity.settings set site_url = '{cls.url}'")
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        cls.browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        cls.addClassCleanup(cls.browser.close)
        SHOTS.mkdir(parents=True, exist_ok=True)


class Pages(Payments):
    """Tests in front of a page. What they change for everybody they change back."""

    @classmethod
    def setUpClass(cls):
        shared = os.environ["THIN_DATABASE"]
        cls.addClassCleanup(lambda: os.environ.update(THIN_DATABASE=shared))
        world = World.build()
        os.environ["THIN_DATABASE"] = world.database
        for name in ("models", "stub", "service", "url", "browser"):
            setattr(cls, name, getattr(world, name))

    def setUp(self):
        super().setUp()
        self.problems = []

    def tearDown(self):
        for case in self.models.cases.values():
            case.go.set()
        self.assertEqual(self.problems, [])

    def somebody(self, **settings):
        """A page in a browser of its own."""
        settings = {"locale": "en-GB", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900},
            **settings}
        context = self.browser.new_context(**settings)
        self.addCleanup(context.close)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', (event) =>"
            " console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))")
        context.on("page", self.watch)
        return context.new_page()

    def watch(self, page):
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", lambda message: self.noted(message))
        page.on("request", lambda request: SECRETS.search(request.url.partition("#")[0])
            and self.problems.append(f"a secret in {request.url}"))
        page.on("response", lambda answer: (answer.status >= 500 or answer.status == 429)
            and self.problems.append(f"{answer.status} {answer.url}"))
        page.on("dialog", lambda dialog: (self.problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def noted(self, message):
        # What a test has asked for, such as a wrong password, the browser reports as well.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(message.text)

    def sign_up(self, page, path="/"):
        """Signs somebody new up in front of a page, and answers who that is."""
        email = address()
        page.goto(f"{self.url}{path}#sign-up")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_role("button", name="Sign up").click()
        page.get_by_role("button", name="Sign out", exact=True).wait_for()
        return sql(f"select id from auth.users where email = '{email}'"), email

    def arrive(self, page, path="/", credits=0):
        """Somebody new who has signed up before, in front of a page; who that is."""
        email = address()
        status, _, kept = ask(self.url, "POST", "/auth/v1/signup",
            json.dumps({"email": email, "password": PASSWORD}).encode(), {"Content-Type": "application/json"})
        self.assertEqual(status, 200)
        user = json.loads(kept)["user"]["id"]
        if credits:
            sql(f"select credits.grant_credits('{user}', {credits}, 'purchase')")
        # What is kept is kept for all that comes from there, a picture too.
        page.goto(self.url + ICON.search(ask(self.url, "GET", "/")[2])[0])
        page.evaluate("(kept) => { localStorage['thin.session'] = kept; }", kept)
        page.goto(self.url + path)
        page.get_by_role("button", name="Sign out", exact=True).wait_for()
        return user, email

    def sign_in(self, page, email, path="/"):
        page.goto(self.url + path)
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Sign out", exact=True).wait_for()

    def an_admin(self, page, path="/admin"):
        """The same for one whose token says so."""
        email = address()
        user = client(url=self.url).auth.sign_up({"email": email, "password": PASSWORD}).user.id
        sql("update auth.users set raw_app_meta_data = raw_app_meta_data || '{\"role\": \"admin\"}' "
            f"where id = '{user}'")
        self.sign_in(page, email, path)
        return user, email

    def say(self, page, text):
        """Sends a message, and waits for what the answer cost."""
        answers = page.locator(".message.assistant .cost")
        count = answers.count()
        page.get_by_label("Write a message").fill(text)
        page.get_by_role("button", name="Send").click()
        answers.nth(count).wait_for()
        return answers.nth(count)

    def available(self, page, text):
        """Waits until the page says so, without anybody reloading it."""
        page.locator("#balance-available").get_by_text(text, exact=True).wait_for()

    def all_is_loaded(self, page):
        page.locator("[aria-busy=true]").first.wait_for(state="detached")

    def shoot(self, page, name):
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def come_back(self, page):
        """To a page that was out of sight: it looks at once, not only when it is time to."""
        page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")

    @contextlib.contextmanager
    def never_loaded_anew(self, page):
        loads = []
        page.on("load", lambda _: loads.append(page.url))
        yield
        self.assertEqual(loads, [])

