"""Calls by the providers' own SDKs, for tests that run under another Python: a line of JSON in, a line of JSON out.

Each call has an id, and they run beside each other."""

import concurrent.futures
import json
import sys
import threading
import time
import warnings

import anthropic
import openai
from google import genai
from google.genai import errors, types

try:
    import httpx2 as httpx
except ModuleNotFoundError:
    # Of older SDKs.
    import httpx

TOOL = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}
# What SDKs add of their own to what was answered.
ADDED = {"sdk_http_response", "_request_id", "parsed", "parsed_output", "parsed_arguments", "output_parsed"}

tries = threading.local()
send = httpx.Client.send


def counted(self, request, **options):
    tries.count = getattr(tries, "count", 0) + 1
    return send(self, request, **options)


httpx.Client.send = counted


def plain(value):
    """What came, as JSON: what is of the SDK's own making is left out."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in ADDED}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


class Caller:
    def __init__(self, base, key, options):
        self.base, self.key, self.options = base, key, options

    def openai(self):
        return openai.OpenAI(base_url=self.base["openai"], api_key=self.key["openai"], **self.options)

    def anthropic(self):
        return anthropic.Anthropic(base_url=self.base["anthropic"], api_key=self.key["anthropic"], **self.options)

    def google(self):
        # Kept, since it closes its connections when nobody refers to it.
        self.kept = genai.Client(
            api_key=self.key["google"], vertexai=False, http_options=types.HttpOptions(base_url=self.base["google"]))
        return self.kept

    def chat(self, prompt, model="gpt-4o-mini", stream=False, tools=False, **more):
        if tools:
            more["tools"] = [{"type": "function", "function": {"name": "weather", "parameters": TOOL}}]
        if stream:
            more["stream"] = True
        messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": prompt}]
        answer = self.openai().chat.completions.create(model=model, messages=messages, **more)
        return list(answer) if stream else answer

    def responses(self, prompt, model="gpt-4o-mini", stream=False, tools=False, **more):
        if tools:
            more["tools"] = [{"type": "function", "name": "weather", "parameters": TOOL, "strict": False}]
        if stream:
            more["stream"] = True
        answer = self.openai().responses.create(model=model, input=prompt, store=False, **more)
        return list(answer) if stream else answer

    def embeddings(self, prompt, model="text-embedding-3-small", **more):
        return self.openai().embeddings.create(model=model, input=prompt, **more)

    def openai_models(self, prompt=None):
        return list(self.openai().models.list())

    def messages(self, prompt, model="claude-sonnet-4-5", stream=False, tools=False, max_tokens=512, **more):
        if tools:
            more["tools"] = [{"name": "weather", "input_schema": TOOL}]
        if stream:
            more["stream"] = True
        answer = self.anthropic().messages.create(
            model=model, max_tokens=max_tokens, messages=[{"role": "user", "content": prompt}], **more)
        return list(answer) if stream else answer

    def message_helper(self, prompt, model="claude-sonnet-4-5", max_tokens=512):
        """The SDK's own helper, which puts a stream together again."""
        with self.anthropic().messages.stream(
                model=model, max_tokens=max_tokens, messages=[{"role": "user", "content": prompt}]) as stream:
            return stream.get_final_message()

    def count_tokens(self, prompt, model="claude-sonnet-4-5"):
        return self.anthropic().messages.count_tokens(model=model, messages=[{"role": "user", "content": prompt}])

    def anthropic_models(self, prompt=None):
        return list(self.anthropic().models.list())

    def generate(self, prompt, model="gemini-2.5-flash", stream=False, tools=False, **more):
        if tools:
            more["tools"] = [types.Tool(function_declarations=[types.FunctionDeclaration(
                name="weather", parameters_json_schema=TOOL)])]
            more["automatic_function_calling"] = types.AutomaticFunctionCallingConfig(disable=True)
        config = types.GenerateContentConfig(**more)
        models = self.google().models
        if stream:
            return list(models.generate_content_stream(model=model, contents=prompt, config=config))
        return models.generate_content(model=model, contents=prompt, config=config)

    def google_count(self, prompt, model="gemini-2.5-flash"):
        return self.google().models.count_tokens(model=model, contents=prompt)

    def embed(self, prompt, model="gemini-embedding-001"):
        return self.google().models.embed_content(model=model, contents=prompt)

    def google_models(self, prompt=None):
        return list(self.google().models.list())


def failure(error):
    """The class that an SDK raises, and what it says of what was answered."""
    names = [kind.__name__ for kind in type(error).__mro__]
    status = getattr(error, "status_code", None)
    status = error.code if isinstance(error, errors.APIError) else status
    body = getattr(error, "body", None) or getattr(error, "details", None)
    return {"class": names[0], "classes": names, "status": status, "body": plain(body), "text": str(error),
            "code": getattr(error, "status" if isinstance(error, errors.APIError) else "code", None)}


def run(asked):
    tries.count = 0
    begun = time.monotonic()
    answer = {"id": asked["id"]}
    try:
        caller = Caller(asked["base"], asked["key"], asked.get("options", {}))
        answer["result"] = plain(getattr(caller, asked["call"])(asked["prompt"], **asked.get("arguments", {})))
    except (openai.OpenAIError, anthropic.AnthropicError, errors.APIError, httpx.HTTPError, ValueError) as error:
        answer["error"] = failure(error)
    except Exception as error:  # a test has to see it, whatever it is
        answer["error"] = failure(error) | {"unexpected": True}
    answer |= {"tries": tries.count, "seconds": time.monotonic() - begun}
    with output:
        print(json.dumps(answer), flush=True)


output = threading.Lock()
if __name__ == "__main__":
    # Modules that are loaded when they are first used; not by two threads at a time.
    names = ("openai", "anthropic")
    ready = Caller(dict.fromkeys(names, "http://127.0.0.1:9"), dict.fromkeys(names, "-"), {})
    for client, parts in (ready.openai(), "chat responses embeddings models"), (ready.anthropic(), "messages models"):
        for part in parts.split():
            getattr(client, part)
    _ = ready.openai().chat.completions
    warnings.simplefilter("ignore")
    print(json.dumps({"versions": [openai.__version__, anthropic.__version__, genai.__version__]}), flush=True)
    with concurrent.futures.ThreadPoolExecutor(16) as executor:
        for line in sys.stdin:
            executor.submit(run, json.loads(line))
