"""A small Stripe: what Thin asks for, answered in the shapes that Stripe documents, and the ways in which it fails."""

import dataclasses
import http.server
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid


@dataclasses.dataclass
class Request:
    """What was asked: `form` is flat, as sent; `parameters` is nested, as Stripe documents it."""

    method: str
    path: str
    headers: dict
    form: dict
    parameters: dict
    body: bytes

    @property
    def key(self):
        return self.headers.get("idempotency-key")


class Refusal(Exception):
    def __init__(self, status, kind="invalid_request_error", **fields):
        super().__init__(status, kind)
        self.status = status
        self.answer = {"error": {"type": kind, "message": f"{kind} {status}", **fields}}


def nested(form):
    """`a[b][0][c]=1` as Stripe reads it; lists keep their numbers as keys."""
    tree = {}
    for name, value in form.items():
        *outer, last = re.findall(r"[^\[\]]+", name)
        branch = tree
        for part in outer:
            branch = branch.setdefault(part, {})
        branch[last] = value
    return tree


def name(prefix):
    return f"{prefix}_{uuid.uuid4().hex[:24]}"


class StripeStub(http.server.ThreadingHTTPServer):
    """Listens until it is closed. `behind` is the URL of another server, for what isn't about checkout or portal."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, behind=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behind = behind
        self.page_max = 100
        self.lock = threading.RLock()
        self.forget()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def forget(self):
        self.requests = []
        self.faults = {}
        self.answers = {}
        self.customers, self.sessions, self.intents, self.charges, self.portals = {}, {}, {}, {}, {}
        self.under_way = threading.Event()
        self.may_answer = threading.Event()

    def close(self):
        self.may_answer.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Clients that hang up are what some of these tests are about."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def tell(self, path, *faults):
        """What the next requests for a path get instead of an answer, a fault each; then it answers again."""
        self.faults[path] = list(faults)

    def tell_about(self, user, *faults):
        """The same, of requests for payments of one user."""
        self.faults[user] = list(faults)

    def of(self, path, method="POST"):
        return [request for request in self.requests if (request.method, request.path) == (method, path)]

    def take_fault(self, request):
        user = request.parameters.get("metadata", {}).get("user_id")
        with self.lock:
            faults = self.faults.get(user) or self.faults.get(request.path)
            return faults.pop(0) if faults else None

    def answer(self, request):
        """Status and body. A key that comes again gets the first answer again, and no other request."""
        try:
            if not re.fullmatch(r"Bearer (sk|rk)_(test|live)_\w+", request.headers.get("authorization", "")):
                raise Refusal(401)
            if request.method == "GET":
                return self.listed(request)
            with self.lock:
                known = self.answers.get(request.key)
                if known is None:
                    known = (request.path, request.form, *self.made(request))
                    if request.key:
                        self.answers[request.key] = known
                elif known[:2] != (request.path, request.form):
                    raise Refusal(400, "idempotency_error")
                return known[2:]
        except Refusal as refusal:
            return refusal.status, refusal.answer

    def made(self, request):
        parameters = request.parameters
        if expired := re.fullmatch(r"/v1/checkout/sessions/(\w+)/expire", request.path):
            return 200, self.expired(expired[1])
        if changed := re.fullmatch(r"/v1/(customers|subscriptions)/(\w+)", request.path):
            return 200, {"id": changed[2], "object": changed[1][:-1], **parameters}
        match request.path:
            case "/v1/checkout/sessions":
                return 200, self.session(parameters)
            case "/v1/billing_portal/sessions":
                return 200, self.portal(parameters)
        if self.behind:
            return self.passed_on(request)
        match request.path:
            case "/v1/customers":
                return 200, self.customer(parameters)
            case "/v1/payment_intents":
                return 200, self.intent(parameters)
        raise Refusal(404)

    def passed_on(self, request):
        other = urllib.request.Request(
            self.behind + request.path, request.body, {"Authorization": request.headers["authorization"]},
            method=request.method)
        try:
            with urllib.request.urlopen(other) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def customer(self, parameters):
        made = {
            "id": name("cus"), "object": "customer", "created": int(time.time()), "livemode": False,
            "email": parameters.get("email"), "metadata": parameters.get("metadata", {}), "balance": 0}
        self.customers[made["id"]] = made
        return made

    def session(self, parameters):
        if not self.behind and parameters.get("customer") not in self.customers:
            raise Refusal(400, code="resource_missing", param="customer")
        if parameters.get("mode") not in ("payment", "subscription") or "success_url" not in parameters:
            raise Refusal(400, code="parameter_missing", param="mode")
        prices = [item["price_data"] | {"quantity": item["quantity"]} for item in parameters["line_items"].values()]
        if any(("recurring" in price) != (parameters["mode"] == "subscription") for price in prices):
            raise Refusal(400, param="line_items")
        total = sum(int(price["unit_amount"]) * int(price["quantity"]) for price in prices)
        if "trial_period_days" in parameters.get("subscription_data", {}):
            total = 0
        identifier = name("cs_test")
        made = {
            "id": identifier, "object": "checkout.session", "created": int(time.time()), "livemode": False,
            "url": f"https://checkout.stripe.com/c/pay/{identifier}#fidkdWxOYHwnPyd1blpxYHZxWjA0",
            "mode": parameters["mode"], "status": "open", "payment_status": "unpaid",
            "amount_subtotal": total, "amount_total": total, "currency": prices[0]["currency"],
            "customer": parameters["customer"], "client_reference_id": parameters.get("client_reference_id"),
            "metadata": parameters.get("metadata", {}), "payment_intent": None, "subscription": None,
            "customer_details": {"email": "buyer@example.com", "name": "planted words"},
            "success_url": parameters["success_url"], "expires_at": int(time.time()) + 86400}
        self.sessions[identifier] = made
        made["payment_intent_data"] = parameters.get("payment_intent_data", {})
        return {key: value for key, value in made.items() if key != "payment_intent_data"}

    def expired(self, identifier):
        session = self.sessions.get(identifier)
        if session is None:
            raise Refusal(404, code="resource_missing")
        if session["status"] != "open":
            raise Refusal(400, message="Only Checkout Sessions with a status in [\"open\"] can be expired.")
        session["status"] = "expired"
        return {key: value for key, value in session.items() if key != "payment_intent_data"}

    def portal(self, parameters):
        identifier = name("bps")
        self.portals[identifier] = {
            "id": identifier, "object": "billing_portal.session", "created": int(time.time()), "livemode": False,
            "customer": parameters["customer"], "return_url": parameters.get("return_url"),
            "url": f"https://billing.stripe.com/p/session/test_{identifier}"}
        return self.portals[identifier]

    def intent(self, parameters):
        identifier, amount = name("pi"), int(parameters["amount"])
        charge = {
            "id": name("ch"), "object": "charge", "created": int(time.time()), "payment_intent": identifier,
            "customer": parameters.get("customer"), "amount": amount, "amount_captured": amount, "amount_refunded": 0,
            "refunded": False, "currency": parameters["currency"], "status": "succeeded",
            "billing_details": {"email": "buyer@example.com", "name": "planted words"},
            "payment_method_details": {"card": {"brand": "visa", "last4": "4242"}, "type": "card"}}
        self.charges[charge["id"]] = charge
        self.intents[identifier] = {
            "id": identifier, "object": "payment_intent", "created": int(time.time()), "livemode": False,
            "amount": amount, "amount_received": amount, "currency": parameters["currency"], "status": "succeeded",
            "customer": parameters.get("customer"), "payment_method": parameters.get("payment_method"),
            "client_secret": identifier + "_secret_planted", "latest_charge": charge["id"],
            "metadata": parameters.get("metadata", {}), "setup_future_usage": parameters.get("setup_future_usage")}
        return self.intents[identifier]

    def listed(self, request):
        """The newest first, a page at a time."""
        rows = {"/v1/payment_intents": self.intents, "/v1/charges": self.charges}.get(request.path)
        if rows is None:
            raise Refusal(404)
        created = request.parameters.get("created", {})
        rows = [row for row in reversed(rows.values())
                if int(created.get("gte", 0)) <= row["created"] <= int(created.get("lte", row["created"]))]
        if after := request.parameters.get("starting_after"):
            places = [place for place, row in enumerate(rows) if row["id"] == after]
            if not places:
                raise Refusal(400, code="resource_missing", param="starting_after")
            rows = rows[places[0] + 1:]
        limit = int(request.parameters.get("limit", 10))
        if not 1 <= limit <= 100:
            raise Refusal(400, param="limit")
        limit = min(limit, self.page_max)
        data = rows[:limit]
        if "data.latest_charge" in request.form.values():
            data = [row | {"latest_charge": self.charges[row["latest_charge"]]} for row in data]
        return 200, {"object": "list", "url": request.path, "has_more": len(rows) > limit, "data": data}

    def pay(self, identifier, payment_method="pm_planted"):
        """What Stripe's page does when the user pays for a pack: the objects of the events that follow."""
        with self.lock:
            session = self.sessions[identifier]
            intent = self.intent({
                "amount": session["amount_total"], "currency": session["currency"], "customer": session["customer"],
                "payment_method": payment_method, **session["payment_intent_data"]})
            session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
            self.sessions[identifier] = session
            return {key: value for key, value in session.items() if key != "payment_intent_data"}, intent

    def refund(self, intent, amount):
        charge = self.charges[intent["latest_charge"]]
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        return dict(charge)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, _, query = self.path.partition("?")
        text = query if self.command == "GET" else body.decode()
        form = dict(urllib.parse.parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
        request = Request(
            self.command, path, {key.lower(): value for key, value in self.headers.items()}, form, nested(form), body)
        self.server.requests.append(request)
        self.send(request, self.server.take_fault(request))

    do_GET = do_POST

    def send(self, request, fault):
        match fault:
            case "hang":
                self.server.under_way.set()
                self.server.may_answer.wait()
            case "drop":
                return self.hang_up()
            case "garbage":
                return self.write(200, b"<html>planted words", {"Content-Type": "text/html"})
            case "no json at all":
                return self.write(502, b"Bad gateway", {"Content-Type": "text/plain"})
            case ("redirect", status):
                return self.write(status, b"", {"Location": self.server.url + "/stolen"})
            case "decline":
                return self.write_json(402, {"error": {
                    "type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds",
                    "message": "Your card has insufficient funds.",
                    "payment_intent": {"id": name("pi"), "status": "requires_payment_method"}}})
            case "error":
                return self.write_json(
                    400, {"error": {"type": "invalid_request_error", "code": "parameter_invalid_empty"}})
            case "in use":
                return self.write_json(
                    409, {"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}})
            case (status, {**headers}):
                return self.write_json(status, {"error": {"type": "api_error"}}, headers)
            case int(status):
                kinds = {401: "invalid_request_error", 403: "invalid_request_error", 429: "rate_limit"}
                return self.write_json(status, {"error": {"type": kinds.get(status, "api_error")}})
        status, answer = self.server.answer(request)
        match fault:
            case "lose":
                return self.hang_up()
            case "large":
                answer = answer | {"padding": "x" * (1 << 20)}
            case {**changes}:
                answer = {key: value for key, value in (answer | changes).items() if value is not None}
        self.write_json(status, answer)

    def hang_up(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def write_json(self, status, answer, headers={}):
        self.write(status, json.dumps(answer, indent=2).encode(), {"Content-Type": "application/json", **headers})

    def write(self, status, body, headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", name("req"))
        self.end_headers()
        self.wfile.write(body)
