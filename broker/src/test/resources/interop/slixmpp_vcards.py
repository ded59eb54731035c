"""Drives vCards and avatars with slixmpp's own plug-ins: 0054, 0153, 0084.

usage: slixmpp_vcards.py HOST PORT DOMAIN CAFILE
The accounts juliet, romeo and paris have their names as passwords.
"""
import asyncio
import hashlib

import slixmpp_client
from slixmpp_client import DOMAIN, held, next_of, refused, run, share

CAT, DOG = b"the picture of a cat", b"the picture of a dog"


class Client(slixmpp_client.Client):
    def __init__(self, user, resource):
        super().__init__(user, resource, (
            "xep_0030", "xep_0054", "xep_0060", "xep_0115", "xep_0163", "xep_0084", "xep_0153"))
        self.avatars = self.queue("avatar_metadata_publish")
        self.hashes = self.queue("vcard_avatar_update")


def hash_of(image):
    return hashlib.sha1(image).hexdigest()


async def told(romeo, juliet, image):
    """Romeo hears of the avatar by personal eventing, and by presence for those who know vCards."""
    while True:
        event = await next_of(romeo.avatars)
        if event["from"] == juliet.account:
            break
    infos = event["pubsub_event"]["items"]["item"]["avatar_metadata"]["items"]
    assert [(i["id"], i["type"], i["bytes"]) for i in infos] == [
        (hash_of(image), "image/png", len(image))], event
    while True:
        presence = await next_of(romeo.hashes)
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


run(scenario)
