"""Waiting for a descriptor of the library's in an event loop of asyncio."""

import asyncio


class Readable:
    """Any number of tasks, also of several loops, may wait for the same descriptor."""

    __slots__ = ("_waiting",)

    def __init__(self):
        # The futures of each loop.
        self._waiting = {}

    async def wait(self, descriptor):
        """Until it is readable. It may be without anything to fetch."""
        loop = asyncio.get_running_loop()
        futures = self._waiting.setdefault(loop, [])
        future = loop.create_future()
        if not futures:
            loop.add_reader(descriptor, _wake, futures)
        futures.append(future)
        try:
            await future
        finally:
            futures.remove(future)
            if not futures:
                loop.remove_reader(descriptor)
                self._waiting.pop(loop, None)


def _wake(futures):
    for future in futures:
        if not future.done():
            future.set_result(None)
