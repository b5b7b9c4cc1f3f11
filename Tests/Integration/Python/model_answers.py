"""What OpenAI, Anthropic and Gemini answer, in their wire form: bytes that never change, so that results can be
compared.

An answer is a list of pieces, each of which is sent by itself."""

import dataclasses
import json

WORDS = ["Grüße", " — ", "你好", " 🙂", ' "quoted" \\ ', "data: no event\n\n", "event: error\r\n", "the end."]
THOUGHTS = ["Let me", " think: ", "1 + 1 = 2."]
ARGUMENTS = ['{"ci', 'ty":"São', ' Paulo","days":', "3}"]


@dataclasses.dataclass(frozen=True)
class Usage:
    """Disjoint counts: cached and written input isn't in `input`, reasoning isn't in `output`."""

    input: int = 21
    cached: int = 0
    written_5m: int = 0
    written_1h: int = 0
    output: int = 17
    reasoning: int = 0


USAGES = {
    "text": Usage(),
    "tools": Usage(input=88, output=23),
    "reasoning": Usage(input=34, output=15, reasoning=64),
    "cache": Usage(input=12, cached=640, written_5m=150, written_1h=50),
    "free": Usage(),
}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pretty(value):
    return [json.dumps(value, ensure_ascii=False, indent=2).encode()]


def data(value, end="\n\n"):
    return f"data: {compact(value)}{end}".encode()


def event(value):
    return f"event: {value['type']}\ndata: {compact(value)}\n\n".encode()


class OpenAI:
    @staticmethod
    def error(status, message="The upstream says no."):
        kind = {401: "invalid_request_error", 429: "rate_limit_exceeded", 400: "invalid_request_error"}
        return pretty({"error": {
            "message": message, "type": kind.get(status, "server_error"), "param": None,
            "code": {401: "invalid_api_key", 429: "rate_limit_exceeded"}.get(status)}})

    @staticmethod
    def usage(usage):
        inputs = usage.input + usage.cached + usage.written_5m + usage.written_1h
        details = {"cached_tokens": usage.cached, "audio_tokens": 0}
        if written := usage.written_5m + usage.written_1h:
            details["cache_write_tokens"] = written
        outputs = usage.output + usage.reasoning
        return {
            "prompt_tokens": inputs, "completion_tokens": outputs, "total_tokens": inputs + outputs,
            "prompt_tokens_details": details,
            "completion_tokens_details": {
                "reasoning_tokens": usage.reasoning, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0}}

    @staticmethod
    def chat(request, kind, usage, words):
        model, count = request.get("model"), request.get("n") or 1
        message = {"role": "assistant", "content": "".join(words), "refusal": None, "annotations": []}
        if kind == "tools":
            function = {"name": "weather", "arguments": "".join(ARGUMENTS)}
            message |= {"content": None, "tool_calls": [{"id": "call_Qe1", "type": "function", "function": function}]}
        answer = {
            "id": "chatcmpl-BzTVq1", "object": "chat.completion", "created": 1753300000, "model": model,
            "choices": [
                {"index": index, "message": message, "logprobs": None,
                 "finish_reason": "tool_calls" if kind == "tools" else "stop"} for index in range(count)],
            "usage": OpenAI.usage(usage) if usage else None, "service_tier": "default",
            "system_fingerprint": "fp_34a54ae93c"}
        if not usage:
            del answer["usage"]
        return pretty(answer)

    @staticmethod
    def chat_stream(request, kind, usage, words):
        tells = (request.get("stream_options") or {}).get("include_usage") is True
        frame = {
            "id": "chatcmpl-BzTVq1", "object": "chat.completion.chunk", "created": 1753300000,
            "model": request.get("model"), "service_tier": "default", "system_fingerprint": "fp_34a54ae93c"}

        def chunk(delta, reason=None, index=0):
            value = frame | {
                "choices": [{"index": index, "delta": delta, "logprobs": None, "finish_reason": reason}]}
            return data(value | {"usage": None} if tells else value)

        pieces = []
        for index in range(request.get("n") or 1):
            if kind == "tools":
                function = {"name": "weather", "arguments": ""}
                call = {"index": 0, "id": "call_Qe1", "type": "function", "function": function}
                pieces.append(chunk(
                    {"role": "assistant", "content": None, "tool_calls": [call], "refusal": None}, index=index))
                pieces += [
                    chunk({"tool_calls": [{"index": 0, "function": {"arguments": part}}]}, index=index)
                    for part in ARGUMENTS]
                pieces.append(chunk({}, "tool_calls", index))
            else:
                pieces.append(chunk({"role": "assistant", "content": "", "refusal": None}, index=index))
                pieces += [chunk({"content": word}, index=index) for word in words]
                pieces.append(chunk({}, "stop", index))
        if tells and usage:
            pieces.append(data(frame | {"choices": [], "usage": OpenAI.usage(usage)}))
        return [*pieces, b"data: [DONE]\n\n"]

    @staticmethod
    def responses_usage(usage):
        inputs = usage.input + usage.cached + usage.written_5m + usage.written_1h
        outputs = usage.output + usage.reasoning
        return {
            "input_tokens": inputs, "input_tokens_details": {"cached_tokens": usage.cached}
            | ({"cache_write_tokens": inputs - usage.input - usage.cached} if usage.written_5m else {}),
            "output_tokens": outputs, "output_tokens_details": {"reasoning_tokens": usage.reasoning},
            "total_tokens": inputs + outputs}

    @staticmethod
    def response(request, kind, usage, words, status="completed"):
        output = []
        if kind == "reasoning":
            output.append({
                "id": "rs_68", "type": "reasoning", "summary": [{"type": "summary_text", "text": "".join(THOUGHTS)}]})
        if kind == "tools":
            output.append({
                "id": "fc_68", "type": "function_call", "status": "completed", "call_id": "call_Qe1", "name": "weather",
                "arguments": "".join(ARGUMENTS)})
        else:
            output.append({
                "id": "msg_68", "type": "message", "status": "completed", "role": "assistant",
                "content": [{"type": "output_text", "annotations": [], "logprobs": [], "text": "".join(words)}]})
        is_over = status == "completed"
        return {
            "id": "resp_687f", "object": "response", "created_at": 1753300000, "status": status, "background": False,
            "error": None, "incomplete_details": None, "instructions": None,
            "max_output_tokens": request.get("max_output_tokens"), "model": request.get("model"),
            "output": output if is_over else [], "parallel_tool_calls": True, "previous_response_id": None,
            "reasoning": {"effort": None, "summary": None}, "service_tier": "default", "store": False,
            "temperature": 1.0, "text": {"format": {"type": "text"}}, "tool_choice": "auto", "tools": [], "top_p": 1.0,
            "truncation": "disabled", "usage": OpenAI.responses_usage(usage) if is_over and usage else None,
            "user": None, "metadata": {}}

    @staticmethod
    def responses(request, kind, usage, words):
        return pretty(OpenAI.response(request, kind, usage, words))

    @staticmethod
    def responses_stream(request, kind, usage, words):
        number = iter(range(1 << 20))

        def one(name, /, **fields):
            return event({"type": f"response.{name}", "sequence_number": next(number), **fields})

        begun = OpenAI.response(request, kind, usage, words, "in_progress")
        done = OpenAI.response(request, kind, usage, words)
        pieces = [one("created", response=begun), one("in_progress", response=begun)]
        for index, item in enumerate(done["output"]):
            place = {"output_index": index, "item_id": item["id"]}
            match item["type"]:
                case "reasoning":
                    pieces.append(one("output_item.added", output_index=index, item=item | {"summary": []}))
                    place["summary_index"] = 0
                    text = {"type": "summary_text", "text": ""}
                    pieces.append(one("reasoning_summary_part.added", **place, part=text))
                    pieces += [one("reasoning_summary_text.delta", **place, delta=part) for part in THOUGHTS]
                    pieces.append(one("reasoning_summary_text.done", **place, text="".join(THOUGHTS)))
                    pieces.append(one("reasoning_summary_part.done", **place, part=item["summary"][0]))
                case "function_call":
                    empty = item | {"arguments": "", "status": "in_progress"}
                    pieces.append(one("output_item.added", output_index=index, item=empty))
                    pieces += [one("function_call_arguments.delta", **place, delta=part) for part in ARGUMENTS]
                    text = {"arguments": item["arguments"], "name": "weather"}
                    pieces.append(one("function_call_arguments.done", **place, **text))
                case _:
                    pieces.append(one(
                        "output_item.added", output_index=index, item=item | {"content": [], "status": "in_progress"}))
                    place["content_index"] = 0
                    part = item["content"][0]
                    pieces.append(one("content_part.added", **place, part=part | {"text": ""}))
                    pieces += [one("output_text.delta", **place, delta=word, logprobs=[]) for word in words]
                    pieces.append(one("output_text.done", **place, text="".join(words), logprobs=[]))
                    pieces.append(one("content_part.done", **place, part=part))
            pieces.append(one("output_item.done", output_index=index, item=item))
        return [*pieces, one("completed", response=done)]

    @staticmethod
    def embeddings(request, kind, usage, words):
        inputs = request.get("input")
        count = len(inputs) if isinstance(inputs, list) and inputs and not isinstance(inputs[0], int) else 1
        # Little-endian floats, as the SDK asks for; 0.5 and -0.25.
        vector = "AAAAPwAAgL4=" if request.get("encoding_format") == "base64" else [0.5, -0.25]
        tokens = usage and usage.input
        return pretty({
            "object": "list", "data": [{"object": "embedding", "index": i, "embedding": vector} for i in range(count)],
            "model": request.get("model"), "usage": {"prompt_tokens": tokens, "total_tokens": tokens}})

    @staticmethod
    def models():
        return pretty({"object": "list", "data": [
            {"id": "gpt-4o-mini", "object": "model", "created": 1721172741, "owned_by": "system"}]})


class Anthropic:
    @staticmethod
    def error(status, message="The upstream says no."):
        kind = {
            400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
            413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error"}
        return [compact({
            "type": "error", "error": {"type": kind.get(status, "api_error"), "message": message},
            "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy"}).encode()]

    @staticmethod
    def usage(usage, outputs=None):
        return {
            "input_tokens": usage.input, "cache_creation_input_tokens": usage.written_5m + usage.written_1h,
            "cache_read_input_tokens": usage.cached,
            "cache_creation": {
                "ephemeral_5m_input_tokens": usage.written_5m, "ephemeral_1h_input_tokens": usage.written_1h},
            "output_tokens": usage.output + usage.reasoning if outputs is None else outputs, "service_tier": "standard"}

    @staticmethod
    def blocks(kind, words):
        blocks = []
        if kind == "reasoning":
            blocks.append(
                {"type": "thinking", "thinking": "".join(THOUGHTS), "signature": "EqQBCgIYAhIM1gbcDa9GJwZA2b3h"})
        if kind == "tools":
            arguments = json.loads("".join(ARGUMENTS))
            return [{"type": "tool_use", "id": "toolu_01A0", "name": "weather", "input": arguments}]
        return [*blocks, {"type": "text", "text": "".join(words)}]

    @staticmethod
    def message(request, kind, usage, words):
        return {
            "id": "msg_01XFDUDYJgAACzvnptvVoYEL", "type": "message", "role": "assistant", "model": request.get("model"),
            "content": Anthropic.blocks(kind, words), "stop_reason": "tool_use" if kind == "tools" else "end_turn",
            "stop_sequence": None} | ({"usage": Anthropic.usage(usage)} if usage else {})

    @staticmethod
    def messages(request, kind, usage, words):
        return [compact(Anthropic.message(request, kind, usage, words)).encode()]

    @staticmethod
    def messages_stream(request, kind, usage, words):
        message = Anthropic.message(request, kind, usage, words) | {"content": [], "stop_reason": None}
        if usage:
            message["usage"] = Anthropic.usage(usage, outputs=1)
        pieces = [event({"type": "message_start", "message": message}), event({"type": "ping"})]
        for index, block in enumerate(Anthropic.blocks(kind, words)):
            match block["type"]:
                case "thinking":
                    empty = {"thinking": "", "signature": ""}
                    deltas = [{"type": "thinking_delta", "thinking": part} for part in THOUGHTS]
                    deltas.append({"type": "signature_delta", "signature": block["signature"]})
                case "tool_use":
                    empty = {"input": {}}
                    deltas = [{"type": "input_json_delta", "partial_json": part} for part in ARGUMENTS]
                case _:
                    empty = {"text": ""}
                    deltas = [{"type": "text_delta", "text": word} for word in words]
            pieces.append(event({"type": "content_block_start", "index": index, "content_block": block | empty}))
            pieces += [event({"type": "content_block_delta", "index": index, "delta": delta}) for delta in deltas]
            pieces.append(event({"type": "content_block_stop", "index": index}))
        end = {"type": "message_delta", "delta": {
            "stop_reason": "tool_use" if kind == "tools" else "end_turn", "stop_sequence": None}}
        if usage:
            # Counts of the whole message again, not what was added.
            end["usage"] = {"output_tokens": usage.output + usage.reasoning}
        return [*pieces, event(end), event({"type": "message_stop"})]

    @staticmethod
    def count(request, kind, usage, words):
        return [compact({"input_tokens": usage.input if usage else 0}).encode()]

    @staticmethod
    def models():
        return [compact({
            "data": [{"type": "model", "id": "claude-sonnet-4-5", "display_name": "Claude Sonnet 4.5",
                      "created_at": "2025-09-29T00:00:00Z"}],
            "has_more": False, "first_id": "claude-sonnet-4-5", "last_id": "claude-sonnet-4-5"}).encode()]


class Google:
    @staticmethod
    def error(status, message="The upstream says no."):
        name = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
                429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}
        return pretty({"error": {
            "code": status, "message": message, "status": name.get(status, "UNKNOWN"), "details": []}})

    @staticmethod
    def usage(usage, is_last=True):
        inputs = usage.input + usage.cached
        value = {"promptTokenCount": inputs}
        outputs = usage.output if is_last else 1
        value["candidatesTokenCount"] = outputs
        value["totalTokenCount"] = inputs + outputs + (usage.reasoning if is_last else 0)
        if usage.cached:
            value["cachedContentTokenCount"] = usage.cached
        value["promptTokensDetails"] = [{"modality": "TEXT", "tokenCount": inputs}]
        if usage.reasoning and is_last:
            value["thoughtsTokenCount"] = usage.reasoning
        return value

    @staticmethod
    def parts(kind, words):
        if kind == "tools":
            return [{"functionCall": {"name": "weather", "args": json.loads("".join(ARGUMENTS))}}]
        thoughts = [{"text": part, "thought": True} for part in THOUGHTS] if kind == "reasoning" else []
        return [*thoughts, *({"text": word} for word in words)]

    @staticmethod
    def frame(request, parts, usage, reason=None, is_last=True, count=1):
        candidates = [
            {"content": {"parts": parts, "role": "model"}} | ({"finishReason": reason} if reason else {})
            | {"index": index}
            for index in range(count)]
        return (
            {"candidates": candidates} | ({"usageMetadata": Google.usage(usage, is_last)} if usage else {})
            | {"modelVersion": request.get("model"), "responseId": "mLm9aL2zJ9PVz7IP"})

    @staticmethod
    def candidate_count(request):
        config = request.get("generationConfig") or request.get("generation_config") or {}
        return config.get("candidateCount") or config.get("candidate_count") or 1

    @staticmethod
    def generate(request, kind, usage, words):
        parts = Google.parts(kind, ["".join(words)])
        return pretty(Google.frame(request, parts, usage, "STOP", count=Google.candidate_count(request)))

    @staticmethod
    def frames(request, kind, usage, words):
        parts = Google.parts(kind, words)
        return [
            Google.frame(request, [part], usage, "STOP" if part is parts[-1] else None, part is parts[-1],
                         Google.candidate_count(request))
            for part in parts]

    @staticmethod
    def stream(request, kind, usage, words):
        return [data(frame, "\r\n\r\n") for frame in Google.frames(request, kind, usage, words)]

    @staticmethod
    def array(request, kind, usage, words):
        """A stream without `alt=sse`."""
        frames = [
            json.dumps(frame, ensure_ascii=False, indent=2) for frame in Google.frames(request, kind, usage, words)]
        pieces = [("[" if index == 0 else ",\r\n") + frame for index, frame in enumerate(frames)]
        return [piece.encode() for piece in [*pieces, "]"]]

    @staticmethod
    def count(request, kind, usage, words):
        tokens = usage.input if usage else 0
        return pretty({"totalTokens": tokens, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": tokens}]})

    @staticmethod
    def embed(request, kind, usage, words):
        return pretty({"embedding": {"values": [0.5, -0.25]}})

    @staticmethod
    def embed_batch(request, kind, usage, words):
        return pretty({"embeddings": [{"values": [0.5, -0.25]} for _ in request.get("requests", [])]})

    @staticmethod
    def models():
        return pretty({"models": [{
            "name": "models/gemini-2.5-flash", "version": "001", "displayName": "Gemini 2.5 Flash",
            "inputTokenLimit": 1048576, "outputTokenLimit": 65536, "supportedGenerationMethods": ["generateContent"]}]})
