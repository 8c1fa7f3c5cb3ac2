"""Loads a Python handler and serves the Runtime API, as Lambda's Python runtime does."""

import http.client
import importlib
import json
import os
import resource
import sys
import threading
import time

sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])

import handler_errors  # noqa: E402
import lambda_logging  # noqa: E402
import redirect_boto  # noqa: E402

AUTHORITY, _, PREFIX = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
BASE = f"/{PREFIX}/2018-06-01/runtime"
INSTANCE_ID = PREFIX.rsplit("/", 1)[-1]


class Context:
    """The second argument of a handler."""

    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = None
        ahead_ms = int(headers.get("foyer-clock-ahead-ms", "0"))
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"]) - ahead_ms

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)


def call(connection, method, path, body=None):
    headers = {"content-type": "application/json"}
    connection.request(method, BASE + path, body, headers)
    answer = connection.getresponse()
    return answer.headers, answer.read()


def end_log():
    """Marks in both streams that all lines of the invocation have been written."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes, but bytes on macOS.
    bytes_used = peak if sys.platform == "darwin" else peak * 1024
    for stream in (sys.stdout, sys.stderr):
        stream.write(f"\0{INSTANCE_ID} {bytes_used}\n")
        stream.flush()


def end_with_parent():
    """The parent holds the other end of standard input: it closes when the parent ends, however it ends."""
    os.read(0, 1)
    os.kill(os.getpid(), 9)


def load_handler(name):
    file, dot, function_name = name.rpartition(".")
    if not dot:
        raise handler_errors.RuntimeFailure("MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name = file.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise handler_errors.import_failure(module_name, error) from error
    except SyntaxError as error:
        raise handler_errors.RuntimeFailure("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}") from error
    if not hasattr(module, function_name):
        raise handler_errors.RuntimeFailure("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def answer_of(handler, event, context):
    """The path and the body with which an invocation ends."""
    try:
        result = handler(json.loads(event), context)
        try:
            return "response", json.dumps(result, ensure_ascii=False).encode()
        except (TypeError, ValueError) as error:
            raise handler_errors.RuntimeFailure("MarshalError", f"Unable to marshal response: {error}") from error
    except Exception as error:  # a handler may raise what it likes
        payload = handler_errors.payload_of(error, context.aws_request_id)
        lambda_logging.write_error(payload)
        return "error", json.dumps(payload).encode()


def main():
    threading.Thread(target=end_with_parent, daemon=True).start()
    lambda_logging.install()
    redirect_boto.install(os.environ.get("AWS_ENDPOINT_URL"))
    connection = http.client.HTTPConnection(AUTHORITY)
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:  # the module's own code runs while it is loaded
        payload = handler_errors.payload_of(error, "")
        lambda_logging.write_error(payload)
        end_log()
        call(connection, "POST", "/init/error", json.dumps(payload).encode())
        sys.exit(1)
    while True:
        headers, event = call(connection, "GET", "/invocation/next")
        context = Context(headers)
        lambda_logging.request_id = context.aws_request_id
        end, body = answer_of(handler, event, context)
        end_log()
        call(connection, "POST", f"/invocation/{context.aws_request_id}/{end}", body)


main()
