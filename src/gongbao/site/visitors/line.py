"""Who waits for a worker, and who is next: visitors in turn, so that one who asks much delays nobody but himself."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from gongbao.site.visitors.refusals import Busy
from gongbao.site.wording.languages import t

AGAIN = 5  # seconds

Place = asyncio.Future[Any]


class Line:
    """Places of those who wait, at most `most`; where it is full, who has most places gives up the last."""

    def __init__(self, most: int) -> None:
        self.most, self.count = most, 0
        self.clients: OrderedDict[str, deque[Place]] = OrderedDict()

    def join(self, client: str) -> Place:
        """Return a new place, whose result is what was waited for; raises Busy where there is none."""
        if self.count >= self.most:
            self._make_room(client)
        place: Place = asyncio.get_running_loop().create_future()
        self.clients.setdefault(client, deque()).append(place)
        self.count += 1
        return place

    def _make_room(self, client: str) -> None:
        most = max(self.clients, key=lambda name: len(self.clients[name]), default=client)
        fault = Busy(t("Too many queries are waiting. Ask again in a few seconds."), AGAIN)
        if len(self.clients.get(most, ())) <= len(self.clients.get(client, ())) + 1:
            raise fault
        last = self.clients[most][-1]
        self.leave(most, last)
        last.set_exception(fault)

    def leave(self, client: str, place: Place) -> None:
        """Give up a place."""
        places = self.clients.get(client)
        if places and place in places:
            places.remove(place)
            self.count -= 1
            if not places:
                del self.clients[client]

    def next(self, may: Callable[[str], bool] = lambda _: True) -> tuple[str, Place] | None:
        """Return whose turn it is, with the place, which leaves the line; None where nobody waits who may."""
        while (client := next(filter(may, self.clients), None)) is not None:
            place = self.clients[client][0]
            self.leave(client, place)
            if client in self.clients:
                self.clients.move_to_end(client)
            if not place.done():
                return client, place
        return None
