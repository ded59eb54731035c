"""Drives personal eventing with slixmpp's own plug-ins: 0163 with 0115, and tune, location, mood,
activity, nickname, game and avatar.

usage: slixmpp_pep.py HOST PORT DOMAIN CAFILE
The accounts juliet, romeo and paris have their names as passwords.
"""
import asyncio

import slixmpp_client
from slixmpp_client import held, next_of, refused, run, share

TUNE = "http://jabber.org/protocol/tune"


class Client(slixmpp_client.Client):
    def __init__(self, user, resource, plugins):
        super().__init__(
            user, resource, ("xep_0030", "xep_0060", "xep_0115", "xep_0163") + plugins)
        self.tunes = self.queue("user_tune_publish")
        self.places = self.queue("user_location_publish")
        self.told = {
            event: self.queue(event + "_publish") for event in (
                "user_mood", "user_activity", "user_nick", "user_gaming", "avatar_metadata")}


async def payload(client, name):
    event = await next_of(client.told[name])
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
        event = await next_of(client.tunes)
        assert event["from"] == juliet.boundjid.bare, event
        assert event["type"] == "headline", event
        assert title(event) == "Heart of the Sunrise", event
    held("tune reaches the contact and the owner")

    phone = await Client("romeo", "phone", every).login()
    event = await next_of(phone.tunes)
    assert title(event) == "Heart of the Sunrise", event
    phone.send_presence(pshow="away")
    await juliet["xep_0118"].publish_tune(artist="Yes", title="Siberian Khatru")
    event = await next_of(phone.tunes)
    assert title(event) == "Siberian Khatru", event
    held("a new resource gets the newest item once")

    mute = await Client("romeo", "mute", ("xep_0080",)).login()
    await juliet["xep_0118"].publish_tune(title="Close to the Edge")
    await juliet["xep_0080"].publish_location(lat=45.44, lon=10.99)
    event = await next_of(mute.places)
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


run(scenario)
