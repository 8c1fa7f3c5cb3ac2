"""Lambda's error objects for what goes wrong in a Python handler."""

import traceback

BOTO3_HINT = " (the python3 of this machine has none: install boto3 for it, or put it into the folder of the code)"


class RuntimeFailure(Exception):
    """An error of the runtime itself, by Lambda's name without `Runtime.`."""

    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = f"Runtime.{error_type}"


def import_failure(module_name, error):
    hint = BOTO3_HINT if getattr(error, "name", None) in ("boto3", "botocore") else ""
    return RuntimeFailure("ImportModuleError", f"Unable to import module '{module_name}': {error}{hint}")


def payload_of(error, request_id):
    """What Lambda answers when a handler raises `error`; the frames of this runtime are not the handler's."""
    if isinstance(error, RuntimeFailure):
        error_type, stack = error.error_type, []
    else:
        error_type = type(error).__name__
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.endswith("bootstrap.py")]
        stack = traceback.format_list(frames)
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": stack}
