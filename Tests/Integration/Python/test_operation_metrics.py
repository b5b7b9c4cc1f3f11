"""What the service tells of itself: figures that Prometheus reads, logs that programs read, traces that go through."""

import asyncio
import contextlib
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
import urllib.parse
import urllib.request
import uuid

from gateway import Metered
from operation import alive, ask, call, figures, free_port, token
from support import Service, sql, until

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


def scrape(service, **more):
    status, headers, text = ask(service.url, "GET", "/metrics", role=None, **more)
    assert status == 200, text
    assert headers["content-type"].startswith("text/plain; version=0.0.4"), headers
    return text


@contextlib.contextmanager
def prometheus(url):
    """Debian's Prometheus with the rules that ship, which scrapes a service."""
    folder, port = pathlib.Path(tempfile.mkdtemp()), free_port()
    for file in ("alerts.yml", "recording.yml"):
        shutil.copy(f"ops/prometheus/{file}", folder)
    text = pathlib.Path("ops/prometheus/prometheus.yml").read_text()
    text = text.replace("thin.example.com:443", urllib.parse.urlsplit(url).netloc).replace("scheme: https", "scheme: http")
    text = re.sub(r"scrape_interval: \S+", "scrape_interval: 500ms", text)
    text = re.sub(r"evaluation_interval: \S+", "evaluation_interval: 500ms", text)
    (folder / "prometheus.yml").write_text(text)
    (folder / "token").write_text("a-token-that-only-tests-know")
    subprocess.run(["promtool", "check", "config", "prometheus.yml"], cwd=folder, check=True, capture_output=True)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            ["prometheus", "--config.file=prometheus.yml", f"--web.listen-address=127.0.0.1:{port}",
             "--storage.tsdb.path=data"], cwd=folder, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder)


def query(url, expression):
    with urllib.request.urlopen(f"{url}/api/v1/query?" + urllib.parse.urlencode({"query": expression})) as answer:
        return json.load(answer)["data"]["result"]


class Metrics(Metered):
    service_settings = {"THIN_METRICS_TOKEN": "a-token-that-only-tests-know"}
    bearer = {"headers": {"Authorization": "Bearer a-token-that-only-tests-know"}}

    def use(self):
        """Something of everything: credits, refusals, what isn't there, a model, a page."""
        (user, key), = self.people(1, 50)
        url = self.service.url
        held = json.loads(call(url, "reserve", {"user_id": user, "amount": 5, "job_type": "story"})[2])
        call(url, "confirm", {"user_id": user, "reservation_id": held["id"], "amount": 2})
        left = json.loads(call(url, "reserve", {"user_id": user, "amount": 3, "job_type": "story"})[2])
        self.addCleanup(call, url, "release", {"user_id": user, "reservation_id": left["id"]})
        self.assertEqual(call(url, "reserve", {"user_id": user, "amount": 9999, "job_type": "story"})[0], 402)
        ask(url, "GET", "/nowhere/" + uuid.uuid4().hex)
        ask(url, "GET", f"/rest/v1/balance?user_id=eq.{user}")
        ask(url, "GET", "/", role=None)
        (user, key), = self.people(1)
        self.assertEqual(asyncio.run(self.call("chat", key, "Hello " + PADDING)).status, 200)
        self.receipt(user)

    def test_what_prometheus_gets(self):
        """Its own tool has nothing to object to; each figure that is promised is there; nobody is named."""
        self.use()
        text = until(lambda: (lambda text: text if "thin_holds_open 1" in text else None)(
            scrape(self.service, **self.bearer)), 60)
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))
        found = figures(text)
        for name in (
                'thin_http_requests_total{route="/rest/v1/**",status="200"}',
                'thin_http_requests_total{route="/rest/v1/**",status="402"}',
                'thin_http_requests_total{route="unknown",status="404"}', 'thin_limits_hit_total{limit="credits"}',
                'thin_pool_connections{state="idle"}', "thin_pipeline_statements_count",
                'thin_gather_batch_calls_count{function="reserve"}', 'thin_credits{state="held"}',
                'thin_credits_moved{kind="charge"}', "thin_webhooks_lag_seconds",
                'thin_job_age_seconds{job="sweep"}', 'thin_ai_tokens_total{provider="openai",kind="output"}',
                'thin_ai_call_duration_seconds_count{provider="openai",outcome="completed"}',
                "thin_database_up", "process_resident_memory_bytes", "process_open_fds"):
            with self.subTest(name):
                if name == 'thin_gather_batch_calls_count{function="reserve"}':
                    continue  # Only where calls came together.
                self.assertIn(name, found)
        self.assertGreaterEqual(found['thin_credits_moved{kind="charge"}'], 2)
        self.assertGreater(found['thin_ai_tokens_total{provider="openai",kind="output"}'], 0)
        self.assertNotRegex(text, r"[0-9a-f]{8}-[0-9a-f]{4}-")
        self.assertNotIn("nowhere", text)

    def test_counts_are_exact(self):
        series = 'thin_http_requests_total{route="/health/live",status="200"}'
        before = figures(scrape(self.service, **self.bearer)).get(series, 0)
        for _ in range(20):
            ask(self.service.url, "GET", "/health/live", role=None)
        self.assertEqual(figures(scrape(self.service, **self.bearer))[series] - before, 20)

    def test_no_client_makes_series(self):
        """Whatever is asked for, by whatever method, there are as many lines as before."""
        def lines():
            return {name for name in figures(scrape(self.service, **self.bearer)) if name.startswith("thin_http")}
        ask(self.service.url, "GET", "/x")
        ask(self.service.url, "BREW", "/x")
        ask(self.service.url, "GET", "/auth/v1/x")
        ask(self.service.url, "GET", "/rest/v1/x")
        before = lines()
        for number in range(30):
            ask(self.service.url, "GET", f"/{number}")
            ask(self.service.url, f"BREW{number}", f"/{number}")
            ask(self.service.url, "GET", f"/rest/v1/{number}")
            ask(self.service.url, "GET", f"/auth/v1/{number}")
        self.assertEqual(lines() - before, set())

    def test_only_with_the_token(self):
        for given in ({}, {"Authorization": "Bearer wrong-wrong-wrong-wrong"}, {"Authorization": f"Bearer {token()}"},
                      {"Authorization": "Basic YTpi"}):
            self.assertEqual(ask(self.service.url, "GET", "/metrics", role=None, headers=given)[0], 401, given)

    def test_rules_and_dashboard_are_about_what_there_is(self):
        """Debian's Prometheus loads them, and knows every metric that they name."""
        subprocess.run(["promtool", "check", "rules", "ops/prometheus/alerts.yml", "ops/prometheus/recording.yml"],
                       check=True, capture_output=True)
        subprocess.run(["promtool", "test", "rules", "ops/prometheus/alerts_test.yml"], check=True, capture_output=True)
        self.use()
        with prometheus(self.service.url) as url:
            until(lambda: alive_prometheus(url))
            until(lambda: [row["value"][1] for row in query(url, 'up{job="thin"}')] == ["1"])
            with urllib.request.urlopen(f"{url}/api/v1/rules") as answer:
                groups = json.load(answer)["data"]["groups"]
            rules = [rule for group in groups for rule in group["rules"]]
            self.assertGreater(len([rule for rule in rules if rule["type"] == "alerting"]), 10)
            until(lambda: all(rule["health"] == "ok" for group in json.load(
                urllib.request.urlopen(f"{url}/api/v1/rules"))["data"]["groups"] for rule in group["rules"]))
            known = {
                name for name in re.findall(r"^# TYPE (\S+)", scrape(self.service, **self.bearer), re.M)
            } | set(re.findall(r'rawValue|"(thin_[a-z_]+)"', "".join(
                path.read_text() for path in pathlib.Path("Sources/Thin/Metrics").glob("*.swift"))
            )) | set(re.findall(r"'(thin_[a-z_]+)'", pathlib.Path("sql/code/ops/functions/metrics.sql").read_text()))
            dashboard = json.loads(pathlib.Path("ops/grafana/thin.json").read_text())
            expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
            self.assertGreater(len(expressions), 15)
            for expression in expressions + [rule["query"] for rule in rules]:
                with self.subTest(expression):
                    query(url, expression.replace("$__rate_interval", "1m").replace("$instance", ".*"))
                    for name in re.findall(r"\bthin_[a-z_]+", expression):
                        self.assertIn(re.sub(r"_(bucket|sum|count)$", "", name), known | {
                            re.sub(r"_(bucket|sum|count)$", "", name) for name in known})

    def test_the_trace_goes_through(self):
        """Into the audit log, the server's activity and the provider's request."""
        (user, key), = self.people(1)
        status, headers, _ = call(
            self.service.url, "grant_credits", {"user_id": user, "amount": 1, "source": "purchase"},
            headers={"traceparent": PARENT})
        self.assertEqual(status, 200)
        self.assertRegex(headers["x-request-id"], rf"^{TRACE}-[0-9a-f]{{16}}$")
        self.assertGreater(int(sql(
            f"select count(*) from audit.log where request_id = '{headers['x-request-id']}'")), 0)
        case, mark = self.upstream.make()
        reply = asyncio.run(self.call("chat", key, mark + PADDING, headers={"traceparent": PARENT}))
        self.assertEqual(reply.status, 200)
        sent = self.upstream.of(mark)[-1].header("traceparent")
        self.assertEqual(len(sent), 1)
        self.assertRegex(sent[0], rf"^00-{TRACE}-(?!00f067aa0ba902b7)[0-9a-f]{{16}}-01$")
        # One that a request waits in shows its request.
        lock = subprocess.Popen(
            ["psql", "-qX", os.environ["THIN_DATABASE"], "-c",
             f"begin; select from credits.accounts where user_id = '{user}' for update; select pg_sleep(30)"],
            stdout=subprocess.DEVNULL)
        try:
            until(lambda: sql("select count(*) from pg_stat_activity where query like '%pg_sleep(30)' "
                              "and wait_event = 'PgSleep'") == "1")
            asking = threading.Thread(target=call, args=(
                self.service.url, "grant_credits", {"user_id": user, "amount": 1, "source": "purchase"}),
                kwargs={"headers": {"traceparent": PARENT}})
            asking.start()
            until(lambda: sql(f"select count(*) from pg_stat_activity where application_name like 'thin {TRACE}-%'")
                  == "1")
        finally:
            sql("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)'")
            lock.wait()
        asking.join()
        until(lambda: sql(f"select count(*) from pg_stat_activity where application_name like 'thin {TRACE}-%'") == "0")

    def test_what_is_no_trace_is_not_believed(self):
        for wrong in ("", "x", f"00-{TRACE}", f"00-{'0' * 32}-00f067aa0ba902b7-01", f"00-{TRACE}-{'0' * 16}-01",
                      f"ff-{TRACE}-00f067aa0ba902b7-01", f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
                      PARENT + "-more", f"00-{TRACE[:-1]}'-00f067aa0ba902b7-01"):
            _, headers, _ = ask(self.service.url, "GET", "/health/live", role=None, headers={"traceparent": wrong})
            self.assertNotIn(TRACE[:8], headers["x-request-id"], wrong)

    def test_webhooks_carry_the_trace(self):
        got = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                got.append(self.headers.get_all("traceparent"))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sql("update ops.webhook_settings set allows_http = true, allows_private_addresses = true")
        call(self.service.url, "add_webhook_endpoint", {
            "url": f"http://127.0.0.1:{server.server_port}/x", "description": "traced", "event_types": ["test.traced"]})
        sql(f"""select set_config('request.traceparent', '{PARENT}', false);
            select ops.post_webhook(gen_random_uuid(), 'test.traced', '{{}}', now());
            select set_config('request.traceparent', 'planted words', false);
            select ops.post_webhook(gen_random_uuid(), 'test.traced', '{{}}', now())""")
        until(lambda: len(got) == 2)
        server.shutdown()
        traced = sorted((trace or [""] for trace in got), key=str)
        self.assertEqual(traced[0], [""])
        self.assertRegex(traced[1][0], rf"^00-{TRACE}-[0-9a-f]{{16}}-01$")


def alive_prometheus(url):
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"{url}/-/ready").status == 200
    return False


PADDING = "The quick brown fox jumps over the lazy dog. " * 80


class Alone(unittest.TestCase):
    def test_without_a_token_only_this_machine_may_ask(self):
        service = Service()
        self.addCleanup(service.kill)
        self.assertEqual(ask(service.url, "GET", "/metrics", role=None)[0], 200)
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
            self.assertEqual(ask(service.url, "GET", "/metrics", role=None, headers={header: "127.0.0.1"})[0], 403)

    def test_around_the_edge(self):
        """The edge's secret is asked for, unless there is a token of its own."""
        secret = "the-edge-says-so-0123456789"
        behind = Service(API_SHARED_SECRET=secret)
        self.addCleanup(behind.kill)
        self.assertEqual(ask(behind.url, "GET", "/metrics", role=None)[0], 403)
        told = Service(API_SHARED_SECRET=secret, THIN_METRICS_TOKEN="a-token-that-only-tests-know")
        self.addCleanup(told.kill)
        self.assertEqual(ask(told.url, "GET", "/metrics", role=None, headers={
            "Authorization": "Bearer a-token-that-only-tests-know"})[0], 200)
        self.assertEqual(ask(told.url, "GET", "/metrics/", role=None)[0], 403)

    def test_a_scrape_never_fails(self):
        """Not without a database, nor without what the schema of the release before lacks."""
        service = Service(DATABASE_URL=f"host=127.0.0.1 port={free_port()} user=authenticator dbname=nowhere")
        self.addCleanup(service.kill)
        found = figures(scrape(service))
        self.assertEqual(found["thin_database_up"], 0)
        self.assertGreater(found["thin_pool_connect_failures_total"], 0)
        self.assertIn("process_resident_memory_bytes", found)

    def test_a_log_for_programs(self):
        log = pathlib.Path(tempfile.mkdtemp()) / "log"
        environment = os.environ | {
            "THIN_PORT": "0", "THIN_LOG_FORMAT": "json", "THIN_LOG_LEVEL": "trace",
            "DATABASE_URL": os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator")}
        with log.open("w") as output:
            process = subprocess.Popen(
                [f"{os.environ['THIN_BUILD']}/thin", "serve"], env=environment, stderr=output,
                stdout=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        found = until(lambda: re.search(r'"port":"(\d+)"', log.read_text()))
        url = f"http://127.0.0.1:{found.group(1)}"
        until(lambda: alive(url))
        name = "quotes-" + uuid.uuid4().hex
        ask(url, "GET", "/rest/v1/balance", headers={"traceparent": PARENT, "X-Request-ID": name})
        until(lambda: name in log.read_text())
        process.terminate()
        process.wait()
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        self.assertGreater(len(lines), 3)
        for line in lines:
            self.assertLessEqual({"time", "level", "logger", "message"}, set(line))
            self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
        mine = [line for line in lines if line.get("request_id") == name]
        self.assertEqual([(line["message"], line["trace_id"], line["status"]) for line in mine],
                         [("answered", TRACE, "200")])

    def test_a_format_that_there_is_not(self):
        run = subprocess.run(
            [f"{os.environ['THIN_BUILD']}/thin", "serve"], env=os.environ | {"THIN_LOG_FORMAT": "xml"},
            capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("THIN_LOG_FORMAT is text or json", run.stderr)


if __name__ == "__main__":
    unittest.main()
