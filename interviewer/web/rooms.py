"""The interviews that are open in this process, one driver each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from interviewer.interview.driver import Driver
from interviewer.model.interview import SessionOptions
from interviewer.wiring.services import Services

MAX_OPEN = 200
"""Drivers kept in memory; the log brings any other back."""


class Rooms:
    """Starts and finds interviews; safe to use from several threads."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._open: OrderedDict[str, Driver] = OrderedDict()
        self._lock = threading.Lock()
        self._blank_at: dict[str, int] = {}

    def start(self, options: SessionOptions, warn: Callable[[str], object]) -> Driver:
        """Plan and begin an interview; ``warn`` is told of past ones that cannot be read.

        Raises ``SessionError`` where no question fits the chosen topics and language.
        """
        services = self._services
        plan = services.plan(options, warn)
        driver = Driver.start(options, plan, services.bank.version, services.parts)
        with self._lock:
            self._keep(driver)
        return driver

    def open(self, session_id: str) -> Driver:
        """The driver of a stored interview. Raises ``SessionError`` where there is none."""
        with self._lock:
            driver = self._open.get(session_id)
            if driver is None:
                driver = Driver.load(session_id, self._services.parts)
            self._keep(driver)
            return driver

    def confirm_blank(self, session_id: str) -> bool:
        """Whether a blank answer was already submitted once at this very point of the log."""
        seq = len(self._services.store.events(session_id))
        if self._blank_at.get(session_id) == seq:
            return True
        self._blank_at[session_id] = seq
        return False

    def forget(self, session_id: str) -> None:
        """Drop a driver, before its log is deleted."""
        with self._lock:
            driver = self._open.pop(session_id, None)
        if driver is not None:
            driver.close()

    def _keep(self, driver: Driver) -> None:
        self._open[driver.session_id] = driver
        self._open.move_to_end(driver.session_id)
        while len(self._open) > MAX_OPEN:
            _, oldest = self._open.popitem(last=False)
            oldest.close()
