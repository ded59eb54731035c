"""Drives what an account keeps with slixmpp's own plug-ins: the block list (0191), private storage
(0049), and bookmarks (0048) in it and at a node (0223).

usage: slixmpp_storage.py HOST PORT DOMAIN CAFILE
The accounts juliet, romeo and paris have their names as passwords.
"""
import asyncio
import xml.etree.ElementTree as ET

from slixmpp.plugins.xep_0048 import Bookmarks
from slixmpp.xmlstream import ElementBase

import slixmpp_client
from slixmpp_client import held, next_of, refused, run

ITEMS = "urn:xmpp:bookmarks:1"
ROOM, HALL = "room@rooms.verona.test", "hall@rooms.verona.test"


class Client(slixmpp_client.Client):
    def __init__(self, user, resource):
        super().__init__(user, resource, (
            "xep_0030", "xep_0048", "xep_0049", "xep_0060", "xep_0191", "xep_0199", "xep_0223"))


class Notes(ElementBase):
    """Something of a client's own."""
    name, namespace, plugin_attrib = "notes", "urn:example:notes", "notes"
    interfaces = sub_interfaces = {"note"}


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


async def private(juliet, romeo):
    storage = juliet["xep_0049"]
    storage.register(Notes)
    assert (await storage.retrieve("notes"))["private"]["notes"]["note"] == ""
    notes = Notes()
    notes["note"] = "wherefore & why"
    await storage.store(notes)
    assert (await storage.retrieve("notes"))["private"]["notes"]["note"] == "wherefore & why"
    await storage.store(Notes())
    assert (await storage.retrieve("notes"))["private"]["notes"]["note"] == ""
    held("private storage")

    for kind, condition in (("get", "bad-request"), ("set", "not-acceptable")):
        iq = juliet.make_iq(itype=kind)
        iq.set_query("jabber:iq:private")
        await refused(condition, iq.send())
    for kind in ("get", "set"):
        iq = romeo.make_iq(ito=juliet.account, itype=kind)
        iq["private"].append(notes)
        await refused("forbidden", iq.send())
    held("private storage is its owner's alone")


def bookmarks(*rooms):
    storage = Bookmarks()
    for room in rooms:
        storage.add_conference(room, "jule", name=room.partition("@")[0], autojoin=True)
    storage.add_url("https://verona.test/", "Verona")
    return storage


def told(storage):
    conferences = {
        str(c["jid"]): (c["name"], c["nick"], c["autojoin"]) for c in storage["conferences"]}
    return conferences, [u["url"] for u in storage["urls"]]


def all_of(*rooms):
    return {r: (r.partition("@")[0], "jule", True) for r in rooms}, ["https://verona.test/"]


async def bookmarked(juliet, romeo):
    plugin, pubsub = juliet["xep_0048"], juliet["xep_0060"]

    async def is_everywhere(*rooms):
        assert told((await plugin.get_bookmarks())["private"]["bookmarks"]) == all_of(*rooms)
        items = await pubsub.get_items(juliet.account, ITEMS)
        assert {item["id"] for item in items["pubsub"]["items"]} == set(rooms), items
        node = await plugin.get_bookmarks(method="xep_0223")
        stored = node["pubsub"]["items"]["item"]["bookmarks"]
        assert told(stored) == all_of(*rooms), node

    assert told((await plugin.get_bookmarks())["private"]["bookmarks"]) == ({}, [])
    await plugin.set_bookmarks(bookmarks(ROOM))
    await is_everywhere(ROOM)
    held("bookmarks of private storage are items")

    # By its plug-ins for 0060 and 0223: slixmpp knows no 0402 of its own.
    await pubsub.publish(juliet.account, ITEMS, id=HALL, payload=ET.fromstring(
        f"<conference xmlns='{ITEMS}' name='hall' autojoin='true'><nick>jule</nick></conference>"))
    await is_everywhere(ROOM, HALL)
    await pubsub.retract(juliet.account, ITEMS, ROOM, notify=True)
    await is_everywhere(HALL)
    held("items are bookmarks of older clients")

    await plugin.set_bookmarks(bookmarks(ROOM), method="xep_0223", id="current")
    await is_everywhere(ROOM)
    for node in (ITEMS, "storage:bookmarks"):
        await refused("not-allowed", romeo["xep_0060"].get_items(juliet.account, node))
    held("bookmarks at a node are items, and their owner's alone")


async def scenario():
    juliet = await Client("juliet", "balcony").login()
    romeo = await Client("romeo", "orchard").login()
    await blocking(juliet, romeo)
    await private(juliet, romeo)
    await bookmarked(juliet, romeo)
    await asyncio.gather(*(c.disconnect() for c in (juliet, romeo)))


run(scenario)
