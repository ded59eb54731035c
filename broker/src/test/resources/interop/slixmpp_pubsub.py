"""Drives a node with slixmpp's own plug-ins: login, roster, pubsub, and what must be refused.

usage: slixmpp_pubsub.py HOST PORT DOMAIN CAFILE MECHANISM USER PASSWORD OTHER_USER OTHER_PASSWORD
MECHANISM is the one that slixmpp has to come to by itself: nothing here says how to log in.
"""
import asyncio
import sys
import xml.etree.ElementTree as ET

import slixmpp

from slixmpp_client import CAFILE, DOMAIN, HOST, PORT, held, refused, run

MECHANISM, USER, PASSWORD, OTHER, OTHER_PASSWORD = sys.argv[5:]
SERVICE = "pubsub." + DOMAIN


class Client(slixmpp.ClientXMPP):
    def __init__(self, user, password):
        super().__init__(f"{user}@{DOMAIN}/slix", password)
        for plugin in ("xep_0004", "xep_0030", "xep_0059", "xep_0060", "xep_0092", "xep_0199", "xep_0202"):
            self.register_plugin(plugin)
        self.ca_certs = CAFILE
        self.events = asyncio.Queue()
        self.retractions = asyncio.Queue()
        self.add_event_handler("pubsub_publish", self.events.put_nowait)
        self.add_event_handler("pubsub_retract", self.retractions.put_nowait)

    async def login(self):
        started = asyncio.Event()
        failed = asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set())
        self.add_event_handler("failed_all_auth", lambda _: failed.set())
        self.connect((HOST, int(PORT)))
        await first(started.wait(), failed.wait())
        if not started.is_set():
            return False
        await self.get_roster()
        self.send_presence()
        return True


async def first(*waits):
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    done, rest = await asyncio.wait(tasks, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    if not done:
        raise TimeoutError("nothing happened in 20 s")


async def scenario():
    owner = Client(USER, PASSWORD)
    assert await owner.login(), "login failed"
    used = owner["feature_mechanisms"].mech.name
    assert used == MECHANISM, used
    held("login over STARTTLS with " + used)
    reader = Client(OTHER, OTHER_PASSWORD)
    assert await reader.login(), "second login failed"
    wrong = Client(USER, PASSWORD + "x")
    assert not await wrong.login(), "a wrong password was taken"
    held("wrong password refused")

    owner.auto_subscribe = reader.auto_subscribe = True  # and so both get each other's presence
    seen = asyncio.Event()
    reader.add_event_handler("presence_available", lambda p: p["from"].bare == owner.boundjid.bare and seen.set())
    reader.send_presence_subscription(owner.boundjid.bare)
    await asyncio.wait_for(seen.wait(), 20)
    assert reader.client_roster[owner.boundjid.bare]["subscription"] in ("to", "both")
    pushed = asyncio.Queue()
    owner.add_event_handler("roster_update", pushed.put_nowait)
    await owner.update_roster(reader.boundjid.bare, name="The reader")
    while owner.client_roster[reader.boundjid.bare]["name"] != "The reader":
        await asyncio.wait_for(pushed.get(), 20)
    held("roster and presence")

    info = await owner["xep_0030"].get_info(jid=SERVICE)
    identities = {(i[0], i[1]) for i in info["disco_info"]["identities"]}
    assert ("pubsub", "service") in identities, identities
    held("service discovery")
    await owner["xep_0199"].ping(jid=DOMAIN, timeout=10)
    held("ping")
    version = await owner["xep_0092"].get_version(DOMAIN)
    assert version["software_version"]["name"] == "Pipit", version
    await owner["xep_0202"].get_entity_time(DOMAIN)
    held("version and time")

    pubsub, watch = owner["xep_0060"], reader["xep_0060"]
    node = "slixmpp/temperature"
    await pubsub.create_node(SERVICE, node)
    await refused("conflict", pubsub.create_node(SERVICE, node))
    held("create")
    await watch.subscribe(SERVICE, node)
    await refused("item-not-found", watch.subscribe(SERVICE, "slixmpp/missing"))
    held("subscribe")

    mine = await watch.get_subscriptions(SERVICE)
    assert [s["node"] for s in mine["pubsub"]["subscriptions"]] == [node], mine
    held("subscriptions")

    payload = ET.fromstring("<reading xmlns='urn:example:reading'><c>21.5 \u00b0 \U0001F600 &amp; more</c></reading>")
    result = await pubsub.publish(SERVICE, node, id="first", payload=payload)
    event = await asyncio.wait_for(reader.events.get(), 20)
    assert event["pubsub_event"]["items"]["node"] == node, event
    item = event["pubsub_event"]["items"]["item"]
    assert item["id"] == "first", event
    assert item["payload"].find("{urn:example:reading}c").text == "21.5 \u00b0 \U0001F600 & more", event
    held("publish and notification")
    await refused("forbidden", watch.publish(SERVICE, node, payload=payload))
    held("publish by a stranger refused")

    for number in range(5):
        await pubsub.publish(SERVICE, node, id=f"n{number}", payload=payload)
    for number in range(5):
        event = await asyncio.wait_for(reader.events.get(), 20)
        assert event["pubsub_event"]["items"]["item"]["id"] == f"n{number}", event
    newest = await watch.get_items(SERVICE, node, max_items=2)
    ids = [i["id"] for i in newest["pubsub"]["items"]]
    assert sorted(ids) == ["n3", "n4"], ids
    one = await watch.get_item(SERVICE, node, "first")
    assert [i["id"] for i in one["pubsub"]["items"]] == ["first"]
    held("items by number and id")

    await pubsub.retract(SERVICE, node, "first", notify=True)
    await asyncio.wait_for(reader.retractions.get(), 20)
    held("retract")

    form = (await pubsub.get_node_config(SERVICE, node))["pubsub_owner"]["configure"]["form"]
    assert form.get_fields()["pubsub#access_model"]["value"] == "open", form
    change = owner["xep_0004"].make_form(ftype="submit")
    change.add_field(var="FORM_TYPE", ftype="hidden", value="http://jabber.org/protocol/pubsub#node_config")
    change.add_field(var="pubsub#access_model", value="whitelist")
    await pubsub.set_node_config(SERVICE, node, change)
    await refused("not-allowed", watch.get_items(SERVICE, node))
    held("configure")
    await pubsub.modify_affiliations(SERVICE, node, [(reader.boundjid.bare, "member")])
    await watch.get_items(SERVICE, node)
    await refused("forbidden", watch.get_node_affiliations(SERVICE, node))
    held("affiliations")

    await pubsub.purge(SERVICE, node)
    left = await watch.get_items(SERVICE, node)
    assert not list(left["pubsub"]["items"]), left
    held("purge")
    await refused("forbidden", watch.delete_node(SERVICE, node))
    await pubsub.delete_node(SERVICE, node)
    await refused("item-not-found", watch.get_items(SERVICE, node))
    held("delete")

    await asyncio.gather(owner.disconnect(), reader.disconnect())


run(scenario)
