import logging

from .monitor import Monitor

class LoadFilter(logging.Filter):
    def __init__(self, monitor: Monitor | None = None, every: float | None = None) -> None: ...
    def filter(self, record: logging.LogRecord) -> bool: ...

class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str: ...
