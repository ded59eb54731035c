"""Drives vCards and avatars with slixmpp's own plug-ins: 0054, 0153, 0084.

usage: slixmpp_vcards.py HOST PORT DOMAIN CAFILE
The accounts juliet, romeo and paris have their names as passwords. Prints one line per step that
held and exits 0, or the first thing that did not and exits 1.
"""
import asyncio
import hashlib
import sys

import slixmpp
from slixmpp.exceptions import IqError

HOST, PORT, DOMAIN, CAFILE = sys.argv[1:]
CAT, DOG = b"the picture of a cat", b"the picture of a dog"


class Client(slixmpp.ClientXMPP):
    def __init__(self, user, resource):
        super().__init__(f"{user}@{DOMAIN}/{resource}", user)
        for plugin in ("xep_0030", "xep_0054", "xep_0060", "xep_0115", "xep_0163", "xep_0084",
                       "xep_0153"):
            self.register_plugin(plugin)
        self.ca_certs = CAFILE
        self.auto_authorize = self.auto_subscribe = True
        self.avatars = asyncio.Queue()
        self.hashes = asyncio.Queue()
        self.add_event_handler("avatar_metadata_publish", self.avatars.put_nowait)
        self.add_event_handler("vcard_avatar_update", self.hashes.put_nowait)

    async def login(self):
        started = asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set())
        self.connect((HOST, int(PORT)))
        await asyncio.wait_for(started.wait(), 20)
        await self.get_roster()
        await self["xep_0115"].update_caps(broadcast=False)
        self.send_presence()
        return self

    @property
    def account(self):
        return slixmpp.JID(self.boundjid.bare)


async def share(one, other):
    mutual = asyncio.Event(), asyncio.Event()
    for client, peer, seen in ((one, other, mutual[0]), (other, one, mutual[1])):
        client.add_event_handler(
            "presence_available",
            lambda p, peer=peer, seen=seen: p["from"].bare == peer.boundjid.bare and seen.set())
    other.send_presence_subscription(one.boundjid.bare)
    for seen in mutual:
        await asyncio.wait_for(seen.wait(), 20)


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


def hash_of(image):
    return hashlib.sha1(image).hexdigest()


async def told(romeo, juliet, image):
    """Romeo hears of the avatar by personal eventing, and by presence for those who know vCards."""
    while True:
        event = await asyncio.wait_for(romeo.avatars.get(), 20)
        if event["from"] == juliet.account:
            break
    infos = event["pubsub_event"]["items"]["item"]["avatar_metadata"]["items"]
    assert [(i["id"], i["type"], i["bytes"]) for i in infos] == [
        (hash_of(image), "image/png", len(image))], event
    while True:
        presence = await asyncio.wait_for(romeo.hashes.get(), 20)
        photo = presence["vcard_temp_update"]["photo"]
        if presence["from"].bare == juliet.account and photo == hash_of(image):
            break


async def photo(client, account):
    vcard = await client["xep_0054"].get_vcard(account)
    return vcard["vcard_temp"]["FN"], vcard["vcard_temp"]["PHOTO"]["BINVAL"]


async def scenario():
    juliet = await Client("juliet", "balcony").login()
    romeo = await Client("romeo", "orchard").login()
    paris = await Client("paris", "church").login()
    await share(juliet, romeo)
    info = await juliet["xep_0030"].get_info(jid=juliet.account)
    features = info["disco_info"]["features"]
    assert {"vcard-temp", "urn:xmpp:pep-vcard-conversion:0"} <= set(features), features
    held("the account says that it has a vCard")

    await refused("item-not-found", juliet["xep_0054"].get_vcard(juliet.account))
    for nobody in (juliet.account, f"nobody@{DOMAIN}"):
        await refused("service-unavailable", paris["xep_0054"].get_vcard(nobody))
    held("no vCard and no account are alike")

    vcard = juliet["xep_0054"].make_vcard()
    vcard["FN"] = "Juliet Capulet"
    await juliet["xep_0054"].publish_vcard(vcard=vcard)
    assert (await paris["xep_0054"].get_vcard(juliet.account))["vcard_temp"]["FN"] == vcard["FN"]
    iq = paris.make_iq_set(ito=juliet.account)
    iq.append(vcard)
    await refused("forbidden", iq.send())
    held("a vCard is its owner's to set and everybody's to read")

    await juliet["xep_0153"].set_avatar(juliet.account, CAT, "image/png")
    await told(romeo, juliet, CAT)
    item = await paris["xep_0084"].retrieve_avatar(juliet.account, hash_of(CAT))
    assert item["pubsub"]["items"]["item"]["avatar_data"]["value"] == CAT, item
    assert await photo(paris, juliet.account) == ("Juliet Capulet", CAT)
    held("the photo of a vCard is an avatar")

    await juliet["xep_0084"].publish_avatar(DOG)
    await juliet["xep_0084"].publish_avatar_metadata(
        {"id": hash_of(DOG), "type": "image/png", "bytes": len(DOG)})
    await told(romeo, juliet, DOG)
    assert await photo(paris, juliet.account) == ("Juliet Capulet", DOG)
    held("an avatar is the photo of a vCard")

    await juliet["xep_0084"].stop()
    vcard = (await paris["xep_0054"].get_vcard(juliet.account))["vcard_temp"]
    assert vcard["FN"] == "Juliet Capulet" and not vcard.xml.findall("{vcard-temp}PHOTO"), vcard
    held("an avatar that is shown no more is no photo")

    await asyncio.gather(*(c.disconnect() for c in (juliet, romeo, paris)))
    held("everything")


try:
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(scenario(), 90))
except BaseException as failure:
    print("failed:", type(failure).__name__, failure, flush=True)
    raise SystemExit(1)
