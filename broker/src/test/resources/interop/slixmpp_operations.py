"""Drives every operation of slixmpp's plug-ins for pubsub: 0060, and 0163, 0222, 0223, 0313 with it.

usage: slixmpp_operations.py HOST PORT DOMAIN CAFILE
The accounts juliet and romeo have their names as passwords. The plug-ins are watched as they run:
a method that is never called, or a parameter that never has a value, fails unless it is listed
here with a reason.
"""
import asyncio
import inspect
import sys
import xml.etree.ElementTree as ET

import slixmpp
from slixmpp.plugins.xep_0060 import XEP_0060
from slixmpp.plugins.xep_0163 import XEP_0163
from slixmpp.plugins.xep_0222 import XEP_0222
from slixmpp.plugins.xep_0223 import XEP_0223
from slixmpp.plugins.xep_0313 import XEP_0313
from slixmpp.plugins.xep_0118.stanza import UserTune
from slixmpp.xmlstream import register_stanza_plugin

import slixmpp_client
from slixmpp_client import DOMAIN, PATIENCE, held, refused, run

SERVICE = "pubsub." + DOMAIN
NODE_CONFIG = "http://jabber.org/protocol/pubsub#node_config"
SUBSCRIBE_OPTIONS = "http://jabber.org/protocol/pubsub#subscribe_options"
PUBLISH_OPTIONS = "http://jabber.org/protocol/pubsub#publish-options"

WATCHED = (XEP_0060, XEP_0163, XEP_0222, XEP_0223, XEP_0313)
OF_EVERY_REQUEST = {"self", "ifrom", "timeout", "callback", "timeout_callback"}
NOT_DRIVEN = {
    "XEP_0060.get_item_ids": "makes a coroutine and drops it, so that nothing is ever sent",
    "XEP_0163.add_interest(jid)": "for components, which answer for other addresses",
    "XEP_0163.remove_interest(jid)": "for components, which answer for other addresses",
    "XEP_0222.configure": "calls a method that its plug-in for forms does not have",
    "XEP_0223.configure": "calls a method that its plug-in for forms does not have",
    "XEP_0313.get_configuration_commands": "about the archive of chat",
    "XEP_0313.retrieve(with_jid)": "there are no correspondents in the archive of a node",
    "XEP_0313.iterate(with_jid)": "there are no correspondents in the archive of a node",
}


class Watch:
    """What was called of the plug-ins, and which parameters had a value of their own."""

    def __init__(self):
        self.methods = {}
        for plugin in WATCHED:
            for name, method in inspect.getmembers(plugin, inspect.isfunction):
                own = method.__qualname__.startswith(plugin.__name__ + ".")
                if own and (not name.startswith("_") or name.startswith("_handle")) \
                        and name not in ("plugin_init", "plugin_end", "session_bind"):
                    self.methods[method.__code__] = (method.__qualname__, method)
        self.seen = set()
        sys.setprofile(self._event)

    def _event(self, frame, event, _):
        if event == "call" and frame.f_code in self.methods:
            name, method = self.methods[frame.f_code]
            self.seen.add(name)
            for parameter in inspect.signature(method).parameters.values():
                value = frame.f_locals.get(parameter.name)
                if value is not None and value is not parameter.default:
                    self.seen.add(f"{name}({parameter.name})")

    def check(self):
        sys.setprofile(None)
        operations = set()
        for name, method in self.methods.values():
            operations.add(name)
            for parameter in inspect.signature(method).parameters.values():
                plain = parameter.kind in (
                    parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
                if plain and parameter.name not in OF_EVERY_REQUEST:
                    operations.add(f"{name}({parameter.name})")
        missing = {o for o in operations - self.seen
                   if o not in NOT_DRIVEN and o.partition("(")[0] not in NOT_DRIVEN}
        assert not missing, "neither driven nor listed: " + ", ".join(sorted(missing))
        stale = {listed for listed in NOT_DRIVEN if listed in self.seen}
        assert not stale, "listed and driven: " + ", ".join(sorted(stale))
        methods = {o for o in operations if "(" not in o}
        print(f"driven: {len(methods & self.seen)} of {len(methods)} methods, "
              f"{len((operations - methods) & self.seen)} of {len(operations - methods)} parameters",
              flush=True)


class Client(slixmpp_client.Client):
    def __init__(self, user):
        super().__init__(user, "slix", (
            "xep_0004", "xep_0030", "xep_0059", "xep_0060", "xep_0115", "xep_0118", "xep_0163",
            "xep_0222", "xep_0223", "xep_0313"))
        self.heard = asyncio.Queue()
        for event in ("pubsub_publish", "pubsub_retract", "pubsub_purge", "pubsub_delete",
                      "pubsub_config", "pubsub_subscription", "mapped_publish", "mapped_retract",
                      "mapped_purge", "mapped_delete", "mapped_config", "mapped_subscription",
                      "tunes_publish"):
            self.add_event_handler(event, lambda stanza, e=event: self.heard.put_nowait((e, stanza)))

    async def hears(self, *events):
        """The stanza that raised these events, in this order, and nothing in between."""
        for expected in events:
            event, stanza = await asyncio.wait_for(self.heard.get(), PATIENCE)
            assert event == expected, f"{event}, not {expected}: {stanza}"
        return stanza

    def form(self, form_type, **fields):
        form = self["xep_0004"].make_form(ftype="submit")
        form.add_field(var="FORM_TYPE", ftype="hidden", value=form_type)
        for name, value in fields.items():
            form.add_field(var="pubsub#" + name, value=value)
        return form


def reading(value):
    return ET.fromstring(f"<reading xmlns='urn:example:reading'>{value}</reading>")


def ids(answer):
    return [item["id"] for item in answer["pubsub"]["items"]]


async def nodes(juliet, romeo):
    owner, reader = juliet["xep_0060"], romeo["xep_0060"]
    made = await owner.create_node(SERVICE, None)
    instant = made["pubsub"]["create"]["node"]
    assert instant, made
    await owner.delete_node(SERVICE, instant)
    await owner.create_node(
        SERVICE, "o/house", config=juliet.form(NODE_CONFIG, title="House"), ntype="collection")
    config = await owner.get_node_config(SERVICE, "o/house")
    fields = config["pubsub_owner"]["configure"]["form"].get_fields()
    assert fields["pubsub#node_type"]["value"] == "collection", config
    assert fields["pubsub#title"]["value"] == "House", config
    await owner.create_node(SERVICE, "o/room", config=juliet.form(
        NODE_CONFIG, collection="o/house", notify_config=True, max_items="20"))
    rooms = await reader.get_nodes(SERVICE, "o/house")
    assert [i[1] for i in rooms["disco_items"]["items"]] == ["o/room"], rooms
    defaults = await owner.get_node_config(SERVICE)
    fields = defaults["pubsub_owner"]["default"]["form"].get_fields()
    assert fields["pubsub#access_model"]["value"] == "open", defaults
    await refused("conflict", reader.create_node(SERVICE, "o/room"))
    await refused("not-acceptable", owner.create_node(
        SERVICE, "o/bad", config=juliet.form(NODE_CONFIG, access_model="nobody")))
    await refused("item-not-found", reader.get_nodes(SERVICE, "o/bad"))
    await refused("item-not-found", owner.get_node_config(SERVICE, "o/bad"))
    await refused("forbidden", reader.get_node_config(SERVICE, "o/room"))
    await refused("forbidden", reader.set_node_config(
        SERVICE, "o/room", romeo.form(NODE_CONFIG, title="Mine")))
    held("nodes")


async def subscriptions(juliet, romeo):
    owner, reader = juliet["xep_0060"], romeo["xep_0060"]
    bare, full = romeo.boundjid.bare, romeo.boundjid.full
    plain = await reader.subscribe(SERVICE, "o/room")
    assert plain["pubsub"]["subscription"]["subscription"] == "subscribed", plain
    assert str(plain["pubsub"]["subscription"]["jid"]) == bare, plain
    whole = await reader.subscribe(SERVICE, "o/room", bare=False)
    assert str(whole["pubsub"]["subscription"]["jid"]) == full, whole
    quiet = await reader.subscribe(SERVICE, "o/room", subscribee=bare, options=romeo.form(
        SUBSCRIBE_OPTIONS, deliver="0"))
    subid = quiet["pubsub"]["subscription"]["subid"]
    assert subid != plain["pubsub"]["subscription"]["subid"], quiet
    mine = await reader.get_subscriptions(SERVICE, "o/room")
    assert len(mine["pubsub"]["subscriptions"]) == 3, mine
    await refused("bad-request", reader.subscribe(
        SERVICE, "o/room", subscribee=juliet.boundjid.bare))
    await refused("bad-request", reader.unsubscribe(SERVICE, "o/room"))
    await refused("not-acceptable", reader.unsubscribe(SERVICE, "o/room", subid="none"))
    await refused("forbidden", reader.unsubscribe(
        SERVICE, "o/room", subscribee=juliet.boundjid.bare))
    await reader.unsubscribe(SERVICE, "o/room", subid=subid)
    await reader.unsubscribe(SERVICE, "o/room", bare=False)
    await refused("unexpected-request", reader.unsubscribe(SERVICE, "o/room", bare=False))

    options = await reader.get_subscription_options(SERVICE, "o/room", bare)
    fields = options["pubsub"]["options"]["options"].get_fields()
    assert fields["pubsub#deliver"]["value"] in (True, "1"), options
    initial = await reader.get_subscription_options(SERVICE, "o/room")
    assert initial["pubsub"]["default"].xml.find("{jabber:x:data}x") is not None, initial
    await refused("forbidden", reader.get_subscription_options(
        SERVICE, "o/room", juliet.boundjid.bare))
    # It submits with a get, which changes nothing and says so.
    await refused("bad-request", reader.set_subscription_options(
        SERVICE, "o/room", bare, romeo.form(SUBSCRIBE_OPTIONS, deliver="0")))
    answer = await reader.get_subscription_options(SERVICE, "o/room", bare)
    fields = answer["pubsub"]["options"]["options"].get_fields()
    assert fields["pubsub#deliver"]["value"] in (True, "1"), answer

    told = await owner.get_node_subscriptions(SERVICE, "o/room")
    assert [str(s["jid"]) for s in told["pubsub_owner"]["subscriptions"]] == [bare], told
    await refused("forbidden", reader.get_node_subscriptions(SERVICE, "o/room"))
    await refused("forbidden", reader.modify_subscriptions(
        SERVICE, "o/room", [(bare, "subscribed")]))
    held("subscriptions")


async def events(juliet, romeo):
    owner, reader = juliet["xep_0060"], romeo["xep_0060"]
    reader.map_node_event("o/room", "mapped")
    for number in range(12):
        await owner.publish(SERVICE, "o/room", id=f"n{number}", payload=reading(number))
        event = await romeo.hears("pubsub_publish", "mapped_publish")
        assert event["pubsub_event"]["items"]["item"]["id"] == f"n{number}", event
    assert ids(await reader.get_items(SERVICE, "o/room", max_items=2)) == ["n10", "n11"]
    assert ids(await reader.get_items(SERVICE, "o/room", item_ids=["n1", "n3"])) == ["n1", "n3"]
    assert ids(await reader.get_item(SERVICE, "o/room", "n7")) == ["n7"]
    pages = []
    async for page in reader.get_items(SERVICE, "o/room", iterator=True):
        pages.append(ids(page))
    assert sorted(len(page) for page in pages) == [2, 10], pages
    assert {i for page in pages for i in page} == {f"n{i}" for i in range(12)}, pages

    await owner.retract(SERVICE, "o/room", "n0", notify=True)
    event = await romeo.hears("pubsub_retract", "mapped_retract")
    assert event["pubsub_event"]["items"]["retract"]["id"] == "n0", event
    await refused("item-not-found", owner.retract(SERVICE, "o/room", "n0"))
    await refused("forbidden", reader.retract(SERVICE, "o/room", "n1"))
    await owner.set_node_config(SERVICE, "o/room", juliet.form(NODE_CONFIG, title="Warm"))
    await romeo.hears("pubsub_config", "mapped_config")

    await owner.publish(SERVICE, "o/room", payload=reading(1), options=juliet.form(
        PUBLISH_OPTIONS, access_model="open"))
    event = await romeo.hears("pubsub_publish", "mapped_publish")
    assert event["pubsub_event"]["items"]["item"]["id"], event
    await refused("conflict", owner.publish(
        SERVICE, "o/room", payload=reading(1), options=juliet.form(
            PUBLISH_OPTIONS, access_model="whitelist")))
    await refused("forbidden", reader.publish(SERVICE, "o/room", payload=reading(1)))

    await owner.modify_subscriptions(SERVICE, "o/room", [(romeo.boundjid.bare, "none")])
    event = await romeo.hears("pubsub_subscription", "mapped_subscription")
    assert event["pubsub_event"]["subscription"]["subscription"] == "none", event
    await owner.modify_subscriptions(SERVICE, "o/room", [(romeo.boundjid.bare, "subscribed")])
    await romeo.hears("pubsub_subscription", "mapped_subscription")

    await owner.modify_affiliations(SERVICE, "o/room", [(romeo.boundjid.bare, "publisher")])
    mine = await reader.get_affiliations(SERVICE, "o/room")
    assert [a["affiliation"] for a in mine["pubsub"]["affiliations"]] == ["publisher"], mine
    await reader.publish(SERVICE, "o/room", id="mine", payload=reading(1))
    await romeo.hears("pubsub_publish", "mapped_publish")
    listed = await owner.get_node_affiliations(SERVICE, "o/room")
    assert {a["affiliation"] for a in listed["pubsub_owner"]["affiliations"]} \
        == {"owner", "publisher"}, listed
    await refused("forbidden", reader.get_node_affiliations(SERVICE, "o/room"))
    await refused("forbidden", reader.modify_affiliations(
        SERVICE, "o/room", [(romeo.boundjid.bare, "owner")]))

    await refused("forbidden", reader.purge(SERVICE, "o/room"))
    await owner.purge(SERVICE, "o/room")
    await romeo.hears("pubsub_purge", "mapped_purge")
    assert ids(await reader.get_items(SERVICE, "o/room")) == []
    await refused("forbidden", reader.delete_node(SERVICE, "o/room"))
    await owner.delete_node(SERVICE, "o/room")
    await romeo.hears("pubsub_delete", "mapped_delete")
    await refused("item-not-found", reader.get_items(SERVICE, "o/room"))
    held("events and items")


async def personal(juliet, romeo):
    tune = UserTune()
    tune["title"] = "Heart of the Sunrise"
    pep, account = juliet["xep_0163"], juliet.boundjid.bare
    pep.register_pep("tunes", UserTune)
    await juliet["xep_0115"].update_caps()
    await pep.publish(tune)
    event = await juliet.hears("pubsub_publish", "tunes_publish")
    assert event["pubsub_event"]["items"]["item"]["id"] == "current", event
    await pep.publish(tune, node="o:tunes", id="first", options=juliet.form(
        PUBLISH_OPTIONS, access_model="whitelist", max_items="3"))
    stored = await juliet["xep_0060"].get_items(account, "o:tunes")
    assert ids(stored) == ["first"], stored
    await refused("not-allowed", romeo["xep_0060"].get_items(account, "o:tunes"))
    pep.remove_interest(UserTune.namespace)
    pep.add_interest("urn:example:other")

    for name, plugin, option, value in (
            ("o:public", "xep_0222", "pubsub#send_last_published_item", "never"),
            ("o:private", "xep_0223", "pubsub#access_model", "whitelist")):
        storage = juliet[plugin]
        await storage.store(tune, node=name, id="one")
        await storage.store(tune, node=name, id="one")
        config = await juliet["xep_0060"].get_node_config(account, name)
        fields = config["pubsub_owner"]["configure"]["form"].get_fields()
        assert fields[option]["value"] == value, config
        assert ids(await storage.retrieve(name)) == ["one"]
        assert ids(await storage.retrieve(name, id="one")) == ["one"]
        assert ids(await storage.retrieve(name, item_ids=["one", "none"])) == ["one"]
        await refused("item-not-found", storage.retrieve(name + "2"))
    held("personal eventing and storage")


async def archive(juliet):
    """slixmpp cannot name the node of an archive: it gets the form, and is refused the rest."""
    mam = juliet["xep_0313"]
    form = await mam.get_fields(SERVICE)
    assert {"start", "end"} <= set(form.get_fields()), form
    now = slixmpp.plugins.xep_0082.datetime()
    for reverse in (False, True):
        await refused("bad-request", mam.retrieve(
            SERVICE, start=now, end=now, reverse=reverse, rsm={"max": 5}))
        seen = [m async for m in mam.iterate(
            SERVICE, start=now, end=now, reverse=reverse, rsm={"max": 5}, total=1)]
        assert seen == [], seen
    pages = [p async for p in mam.retrieve(SERVICE, iterator=True)]
    assert pages == [], pages
    await refused("bad-request", mam.get_archive_metadata(SERVICE))
    held("archive")


async def scenario():
    watch = Watch()
    juliet = await Client("juliet").login()
    romeo = await Client("romeo").login()
    # As its users do: the plug-in for pages knows those of service discovery alone.
    register_stanza_plugin(juliet["xep_0060"].stanza.Pubsub, juliet["xep_0059"].stanza.Set)
    await nodes(juliet, romeo)
    await subscriptions(juliet, romeo)
    await events(juliet, romeo)
    await personal(juliet, romeo)
    await archive(juliet)
    watch.check()
    await asyncio.gather(juliet.disconnect(), romeo.disconnect())


run(scenario)
