"""Python's logging in the format of Lambda's log lines."""

import logging
import sys
import time

# Of the invocation under way; empty while the code is loaded.
request_id = ""


class _Formatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        text = super().format(record)
        at = time.strftime("%Y-%m-%dT%H:%M:%S", self.converter(record.created))
        # One message stays one line: its own line breaks travel as carriage returns.
        return f"[{record.levelname}]\t{at}.{int(record.msecs):03d}Z\t{request_id}\t{text}".replace("\n", "\r")


def install():
    """Line by line, so that no line is lost when the process is killed."""
    sys.stdout.reconfigure(line_buffering=True)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Formatter("%(message)s"))
    logging.getLogger().addHandler(handler)


def write_error(payload):
    stack = "".join(payload["stackTrace"]).rstrip()
    text = f"[ERROR] {payload['errorType']}: {payload['errorMessage']}\nTraceback (most recent call last):\n{stack}"
    sys.stdout.write(text.rstrip().replace("\n", "\r") + "\n")
