"""Drives personal eventing with slixmpp's own plug-ins: 0163 with 0115, and tune, location, mood,
activity, nickname, game and avatar.

usage: slixmpp_pep.py HOST PORT DOMAIN CAFILE
The accounts juliet, romeo and paris have their names as passwords. Prints one line per step that
held and exits 0, or the first thing that did not and exits 1.
"""
import asyncio
import sys

import slixmpp
from slixmpp.exceptions import IqError

HOST, PORT, DOMAIN, CAFILE = sys.argv[1:]
TUNE = "http://jabber.org/protocol/tune"


class Client(slixmpp.ClientXMPP):
    def __init__(self, user, resource, plugins):
        super().__init__(f"{user}@{DOMAIN}/{resource}", user)
        for plugin in ("xep_0030", "xep_0060", "xep_0115", "xep_0163") + plugins:
            self.register_plugin(plugin)
        self.ca_certs = CAFILE
        self.auto_authorize = self.auto_subscribe = True
        self.tunes = asyncio.Queue()
        self.places = asyncio.Queue()
        self.add_event_handler("user_tune_publish", self.tunes.put_nowait)
        self.add_event_handler("user_location_publish", self.places.put_nowait)
        self.told = {}
        for event in ("user_mood", "user_activity", "user_nick", "user_gaming", "avatar_metadata"):
            self.told[event] = asyncio.Queue()
            self.add_event_handler(event + "_publish", self.told[event].put_nowait)

    async def login(self):
        started = asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set())
        self.connect((HOST, int(PORT)))
        await asyncio.wait_for(started.wait(), 20)
        await self.get_roster()
        await self["xep_0115"].update_caps(broadcast=False)
        self.send_presence()
        return self


async def share(one, other):
    seen = asyncio.Event()

    def available(presence):
        if presence["from"].bare == one.boundjid.bare:
            seen.set()

    other.add_event_handler("presence_available", available)
    mutual = asyncio.Event()
    one.add_event_handler(
        "presence_available", lambda p: p["from"].bare == other.boundjid.bare and mutual.set())
    other.send_presence_subscription(one.boundjid.bare)
    await asyncio.wait_for(seen.wait(), 20)
    await asyncio.wait_for(mutual.wait(), 20)


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


async def payload(client, name):
    event = await asyncio.wait_for(client.told[name].get(), 20)
    return event["pubsub_event"]["items"]["item"][name.removeprefix("user_")]


async def extended_presence(juliet, romeo):
    await juliet["xep_0107"].publish_mood("in_love", "with the moon")
    mood = await payload(romeo, "user_mood")
    assert (mood["value"], mood["text"]) == ("in_love", "with the moon"), mood
    await juliet["xep_0107"].stop()
    assert (await payload(romeo, "user_mood"))["value"] in ("", None)
    held("mood")

    await juliet["xep_0108"].publish_activity("relaxing", "partying", "a ball")
    activity = await payload(romeo, "user_activity")
    assert activity["value"] == ("relaxing", "partying"), activity
    assert activity["text"] == "a ball", activity
    held("activity")

    await juliet["xep_0172"].publish_nick("Jule")
    assert (await payload(romeo, "user_nick"))["nick"] == "Jule"
    held("nickname")

    await juliet["xep_0196"].publish_gaming(name="Masque", level="2", server_name="Capulet")
    game = await payload(romeo, "user_gaming")
    assert (game["name"], game["level"]) == ("Masque", "2"), game
    held("game")

    image = bytes(range(256)) * 8
    identity = juliet["xep_0084"].generate_id(image)
    await juliet["xep_0084"].publish_avatar(image)
    await juliet["xep_0084"].publish_avatar_metadata(
        {"id": identity, "type": "image/png", "bytes": len(image), "height": "64", "width": "64"})
    info = next(iter((await payload(romeo, "avatar_metadata"))["items"]))
    assert info["id"] == identity and int(info["bytes"]) == len(image), info
    found = await romeo["xep_0084"].retrieve_avatar(juliet.boundjid.bare, identity)
    assert found["pubsub"]["items"]["item"]["avatar_data"]["value"] == image
    await juliet["xep_0084"].stop()
    assert not (await payload(romeo, "avatar_metadata"))["items"]
    held("avatar")


def title(event):
    return event["pubsub_event"]["items"]["item"]["tune"]["title"]


async def scenario():
    every = (
        "xep_0118", "xep_0080", "xep_0107", "xep_0108", "xep_0172", "xep_0196", "xep_0084")
    juliet = await Client("juliet", "balcony", every).login()
    romeo = await Client("romeo", "orchard", every).login()
    paris = await Client("paris", "church", every).login()
    await share(juliet, romeo)
    held("both get each other's presence")

    info = await juliet["xep_0030"].get_info(jid=juliet.boundjid.bare)
    assert ("pubsub", "pep") in {(i[0], i[1]) for i in info["disco_info"]["identities"]}, info
    held("the account is a personal pubsub service")

    await juliet["xep_0118"].publish_tune(artist="Yes", title="Heart of the Sunrise")
    for client in (romeo, juliet):
        event = await asyncio.wait_for(client.tunes.get(), 20)
        assert event["from"] == juliet.boundjid.bare, event
        assert event["type"] == "headline", event
        assert title(event) == "Heart of the Sunrise", event
    held("tune reaches the contact and the owner")

    phone = await Client("romeo", "phone", every).login()
    event = await asyncio.wait_for(phone.tunes.get(), 20)
    assert title(event) == "Heart of the Sunrise", event
    phone.send_presence(pshow="away")
    await juliet["xep_0118"].publish_tune(artist="Yes", title="Siberian Khatru")
    event = await asyncio.wait_for(phone.tunes.get(), 20)
    assert title(event) == "Siberian Khatru", event
    held("a new resource gets the newest item once")

    mute = await Client("romeo", "mute", ("xep_0080",)).login()
    await juliet["xep_0118"].publish_tune(title="Close to the Edge")
    await juliet["xep_0080"].publish_location(lat=45.44, lon=10.99)
    event = await asyncio.wait_for(mute.places.get(), 20)
    assert float(event["pubsub_event"]["items"]["item"]["geoloc"]["lat"]) == 45.44, event
    assert mute.tunes.empty()
    held("a resource gets what it is interested in alone")

    items = await romeo["xep_0060"].get_items(juliet.boundjid.bare, TUNE)
    assert [item["id"] for item in items["pubsub"]["items"]] == ["current"], items
    await refused("not-authorized", paris["xep_0060"].get_items(juliet.boundjid.bare, TUNE))
    await refused("service-unavailable", paris["xep_0030"].get_info(jid=juliet.boundjid.bare))
    await refused("forbidden", romeo["xep_0060"].create_node(juliet.boundjid.bare, "mine"))
    assert paris.tunes.empty()
    held("a stranger gets nothing")

    await extended_presence(juliet, romeo)
    await juliet["xep_0118"].stop()
    await asyncio.gather(*(c.disconnect() for c in (juliet, romeo, phone, mute, paris)))
    held("everything")


try:
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(scenario(), 90))
except BaseException as failure:
    print("failed:", type(failure).__name__, failure, flush=True)
    raise SystemExit(1)
