"""Points every boto3 client at the local AWS; those of before 2023 do not know AWS_ENDPOINT_URL."""

import importlib.abc
import importlib.util
import sys


def install(endpoint_url):
    if endpoint_url:
        sys.meta_path.insert(0, _Finder(endpoint_url))


class _Finder(importlib.abc.MetaPathFinder):
    """Waits for botocore, so that a function without it loads nothing more."""

    def __init__(self, endpoint_url):
        self._endpoint_url = endpoint_url

    def find_spec(self, name, path, target=None):
        if name != "botocore.session":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def execute_and_patch(module):
            execute(module)
            _patch(module.Session, self._endpoint_url)

        spec.loader.exec_module = execute_and_patch
        return spec


def _patch(session, default_endpoint_url):
    create_client = session.create_client

    def create_local_client(self, *args, **kwargs):
        # The fifth positional argument, which nobody gives by position; None is what boto3 passes on for its own default.
        if kwargs.get("endpoint_url") is None:
            kwargs["endpoint_url"] = default_endpoint_url
        return create_client(self, *args, **kwargs)

    session.create_client = create_local_client
