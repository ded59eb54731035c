"""Drives what an account keeps with slixmpp's own plug-ins: the block list (0191).

usage: slixmpp_storage.py HOST PORT DOMAIN CAFILE
The accounts juliet, romeo and paris have their names as passwords. Prints one line per step that
held and exits 0, or the first thing that did not and exits 1.
"""
import asyncio
import sys

import slixmpp
from slixmpp.exceptions import IqError

HOST, PORT, DOMAIN, CAFILE = sys.argv[1:]


class Client(slixmpp.ClientXMPP):
    def __init__(self, user, resource):
        super().__init__(f"{user}@{DOMAIN}/{resource}", user)
        for plugin in ("xep_0030", "xep_0191", "xep_0199"):
            self.register_plugin(plugin)
        self.ca_certs = CAFILE

    async def login(self):
        started = asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set())
        self.connect((HOST, int(PORT)))
        await asyncio.wait_for(started.wait(), 20)
        await self.get_roster()
        self.send_presence()
        return self

    def queue(self, event):
        queue = asyncio.Queue()
        self.add_event_handler(event, queue.put_nowait)
        return queue


async def refused(condition, request):
    try:
        await request
    except IqError as error:
        got = error.iq["error"]["condition"]
        assert got == condition, f"refused with {got}, not {condition}"
        return
    raise AssertionError(f"not refused with {condition}")


def held(step):
    print("held:", step, flush=True)


async def next_of(queue):
    return await asyncio.wait_for(queue.get(), 20)


async def blocking(juliet, romeo):
    plugin = juliet["xep_0191"]
    blocked, unblocked = juliet.queue("blocked"), juliet.queue("unblocked")
    assert (await plugin.get_blocked())["blocklist"]["items"] == set()
    both = {romeo.boundjid.bare, "verona.test"}
    await plugin.block(list(both))
    assert {str(jid) for jid in (await next_of(blocked))["block"]["items"]} == both
    assert {str(j) for j in (await plugin.get_blocked())["blocklist"]["items"]} == both
    held("blocked, told and listed")

    ping = romeo["xep_0199"].send_ping
    await refused("service-unavailable", ping(juliet.boundjid, timeout=20))
    await refused("not-acceptable", juliet["xep_0199"].send_ping(romeo.boundjid, timeout=20))
    held("neither reaches the other")

    await plugin.unblock(list(both))
    assert {str(jid) for jid in (await next_of(unblocked))["unblock"]["items"]} == both
    assert (await plugin.get_blocked())["blocklist"]["items"] == set()
    messages = romeo.queue("message")
    juliet.send_message(mto=romeo.boundjid, mbody="wherefore")
    assert (await next_of(messages))["body"] == "wherefore"
    held("unblocked")


async def scenario():
    juliet = await Client("juliet", "balcony").login()
    romeo = await Client("romeo", "orchard").login()
    await blocking(juliet, romeo)
    await asyncio.gather(*(c.disconnect() for c in (juliet, romeo)))
    held("everything")


try:
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(scenario(), 90))
except BaseException as failure:
    print("failed:", type(failure).__name__, failure, flush=True)
    raise SystemExit(1)
