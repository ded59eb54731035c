"""What the scripts beside it share: a client that logs in, and how a script tells what held.

Their arguments begin with HOST PORT DOMAIN CAFILE. A script prints one line per step that held and
exits 0, or the first thing that did not and exits 1.
"""
import asyncio
import sys
import traceback

import slixmpp
from slixmpp.exceptions import IqError

HOST, PORT, DOMAIN, CAFILE = sys.argv[1:5]
PATIENCE, LONGEST = 20, 90  # seconds: for a step, and for a script


class Client(slixmpp.ClientXMPP):
    """A resource of an account, whose password is its name."""

    def __init__(self, user, resource, plugins):
        super().__init__(f"{user}@{DOMAIN}/{resource}", user)
        for plugin in plugins:
            self.register_plugin(plugin)
        self.ca_certs = CAFILE
        self.auto_authorize = self.auto_subscribe = True

    async def login(self):
        started = asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set())
        self.connect((HOST, int(PORT)))
        await asyncio.wait_for(started.wait(), PATIENCE)
        await self.get_roster()
        if "xep_0115" in self.plugin:
            await self["xep_0115"].update_caps(broadcast=False)
        self.send_presence()
        return self

    @property
    def account(self):
        return slixmpp.JID(self.boundjid.bare)

    def queue(self, event):
        """Takes up every stanza that raises an event from now on."""
        queue = asyncio.Queue()
        self.add_event_handler(event, queue.put_nowait)
        return queue


async def next_of(queue):
    return await asyncio.wait_for(queue.get(), PATIENCE)


async def share(one, other):
    """Leads two clients to each other's presence."""
    mutual = asyncio.Event(), asyncio.Event()
    for client, peer, seen in ((one, other, mutual[0]), (other, one, mutual[1])):
        client.add_event_handler(
            "presence_available",
            lambda p, peer=peer, seen=seen: p["from"].bare == peer.boundjid.bare and seen.set())
    other.send_presence_subscription(one.boundjid.bare)
    for seen in mutual:
        await asyncio.wait_for(seen.wait(), PATIENCE)


async def refused(condition, request):
    """Awaits a request that has to be refused, and gives the error."""
    try:
        await request
    except IqError as error:
        got = error.iq["error"]["condition"]
        assert got == condition, f"refused with {got}, not {condition}: {error.iq}"
        return error.iq
    raise AssertionError(f"not refused with {condition}")


def held(step):
    print("held:", step, flush=True)


def run(scenario):
    try:
        asyncio.get_event_loop().run_until_complete(asyncio.wait_for(scenario(), LONGEST))
        held("everything")
    except BaseException as failure:
        traceback.print_exc()
        print("failed:", type(failure).__name__, failure, flush=True)
        raise SystemExit(1)
