package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static io.pipit.broker.interop.SmackPair.ids;
import static io.pipit.broker.interop.SmackPair.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smackx.pubsub.AccessModel;
import org.jivesoftware.smackx.pubsub.ChildrenAssociationPolicy;
import org.jivesoftware.smackx.pubsub.ConfigurationEvent;
import org.jivesoftware.smackx.pubsub.FormNode;
import org.jivesoftware.smackx.pubsub.FormNodeType;
import org.jivesoftware.smackx.pubsub.ItemReply;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.Node;
import org.jivesoftware.smackx.pubsub.NodeType;
import org.jivesoftware.smackx.pubsub.NotificationType;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PublishModel;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.pubsub.form.ConfigureForm;
import org.jivesoftware.smackx.pubsub.form.ConfigureFormReader;
import org.jivesoftware.smackx.pubsub.form.FillableConfigureForm;
import org.jivesoftware.smackx.pubsub.form.FilledConfigureForm;
import org.jivesoftware.smackx.pubsub.listener.NodeConfigListener;
import org.jivesoftware.smackx.pubsub.packet.PubSub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of Smack's form of a node's configuration, unchanged, against a node. */
class SmackConfigurationTest extends OnSmackPair {

  /** What is set to a value, and read again. */
  private record Field<T>(
      String name,
      BiConsumer<FillableConfigureForm, T> set,
      Function<ConfigureFormReader, T> get,
      List<T> values) {

    void apply(FillableConfigureForm form, int value) {
      set.accept(form, values.get(value));
    }

    void check(ConfigureFormReader form, int value) {
      assertEquals(values.get(value), get.apply(form), name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static <T> Field<T> field(
      String name,
      BiConsumer<FillableConfigureForm, T> set,
      Function<ConfigureFormReader, T> get,
      List<T> values) {
    return new Field<>(name, set, get, values);
  }

  private static Field<Boolean> flag(
      String name,
      BiConsumer<FillableConfigureForm, Boolean> set,
      Function<ConfigureFormReader, Boolean> get) {
    return field(name, set, get, List.of(true, false, true));
  }

  private static final String STYLESHEET = "xmpp:" + SmackPair.service() + "?;node=xslt;item=one";

  static Stream<Field<?>> fieldsOfLeaves() {
    return Stream.of(
        field(
            "access_model",
            FillableConfigureForm::setAccessModel,
            ConfigureFormReader::getAccessModel,
            List.of(AccessModel.values())),
        field(
            "body_xslt",
            FillableConfigureForm::setBodyXSLT,
            ConfigureFormReader::getBodyXSLT,
            List.of(STYLESHEET)),
        field(
            "itemreply",
            FillableConfigureForm::setItemReply,
            ConfigureFormReader::getItemReply,
            List.of(ItemReply.values())),
        field(
            "max_items",
            FillableConfigureForm::setMaxItems,
            ConfigureFormReader::getMaxItems,
            List.of(1, 7, 1_000)),
        field(
            "max_payload_size",
            FillableConfigureForm::setMaxPayloadSize,
            ConfigureFormReader::getMaxPayloadSize,
            List.of(1, 1_024)),
        field(
            "notification_type",
            FillableConfigureForm::setNotificationType,
            ConfigureFormReader::getNotificationType,
            List.of(NotificationType.values())),
        field(
            "publish_model",
            FillableConfigureForm::setPublishModel,
            ConfigureFormReader::getPublishModel,
            List.of(PublishModel.values())),
        field(
            "roster_groups_allowed",
            FillableConfigureForm::setRosterGroupsAllowed,
            ConfigureFormReader::getRosterGroupsAllowed,
            List.of(List.of("Friends", "Büro & Co"), List.of("Friends"))),
        field(
            "title",
            FillableConfigureForm::setTitle,
            // Its getTitle is that of the form.
            form -> form.readFirstValue("pubsub#title"),
            List.of("Wärme & Wind \ud83d\ude00")),
        field(
            "type",
            FillableConfigureForm::setDataType,
            ConfigureFormReader::getDataType,
            List.of("urn:example:v")),
        flag(
            "deliver_payloads",
            FillableConfigureForm::setDeliverPayloads,
            ConfigureFormReader::isDeliverPayloads),
        flag(
            "notify_config",
            FillableConfigureForm::setNotifyConfig,
            ConfigureFormReader::isNotifyConfig),
        flag(
            "notify_delete",
            FillableConfigureForm::setNotifyDelete,
            ConfigureFormReader::isNotifyDelete),
        flag(
            "notify_retract",
            FillableConfigureForm::setNotifyRetract,
            ConfigureFormReader::isNotifyRetract),
        flag(
            "persist_items",
            FillableConfigureForm::setPersistentItems,
            ConfigureFormReader::isPersistItems),
        flag(
            "presence_based_delivery",
            FillableConfigureForm::setPresenceBasedDelivery,
            ConfigureFormReader::isPresenceBasedDelivery),
        flag("subscribe", FillableConfigureForm::setSubscribe, ConfigureFormReader::isSubscribe));
  }

  @ParameterizedTest
  @MethodSource("fieldsOfLeaves")
  void fieldIsSetAtCreationAndLater(Field<?> field) throws Exception {
    String name = "smack/field/" + field;
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    field.apply(wanted, 0);
    Node made = pair.owner().createNode(name, wanted);
    field.check(made.getNodeConfiguration(), 0);
    for (int value = 1; value < field.values().size(); value++) {
      FillableConfigureForm other = made.getNodeConfiguration().getFillableForm();
      field.apply(other, value);
      made.sendConfigurationForm(other);
      field.check(made.getNodeConfiguration(), value);
    }
    FillableConfigureForm back = made.getNodeConfiguration().getFillableForm();
    field.apply(back, 0);
    refused(Condition.forbidden, () -> sendAsReader(name, back));
    field.check(made.getNodeConfiguration(), field.values().size() - 1);
  }

  /** What an owner got is sent by somebody else. */
  private static void sendAsReader(String name, FillableConfigureForm form) throws Exception {
    PubSub request =
        PubSub.createPubsubPacket(
            SmackPair.service(),
            IQ.Type.set,
            new FormNode(FormNodeType.CONFIGURE_OWNER, name, form.getDataFormToSubmit()));
    pair.romeo().sendIqRequestAndWaitForResponse(request);
  }

  @Test
  void fieldsOfCollections() throws Exception {
    pair.owner().createNode("smack/one");
    pair.owner().createNode("smack/two");
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setNodeType(NodeType.collection);
    Node made = pair.owner().createNode("smack/fields", wanted);
    ConfigureForm form = made.getNodeConfiguration();
    assertEquals(NodeType.collection, form.getNodeType());
    assertEquals(List.of(), form.getChildren());
    for (ChildrenAssociationPolicy policy : ChildrenAssociationPolicy.values()) {
      FillableConfigureForm other = made.getNodeConfiguration().getFillableForm();
      other.setChildrenAssociationPolicy(policy);
      other.setChildrenAssociationWhitelist(List.of(pair.romeosJid()));
      other.setChildrenMax(2);
      other.setChildren(List.of("smack/one", "smack/two"));
      made.sendConfigurationForm(other);
      ConfigureForm now = made.getNodeConfiguration();
      assertEquals(policy, now.getChildrenAssociationPolicy());
      assertEquals(List.of(pair.romeosJid()), now.getChildrenAssociationWhitelist());
      assertEquals(2, now.getChildrenMax());
      assertEquals(List.of("smack/one", "smack/two"), now.getChildren().stream().sorted().toList());
    }
    LeafNode third = pair.owner().createNode("smack/three");
    FillableConfigureForm inside = third.getNodeConfiguration().getFillableForm();
    inside.setCollections(List.of("smack/fields"));
    refused(Condition.not_allowed, () -> third.sendConfigurationForm(inside));
    FillableConfigureForm nowhere = third.getNodeConfiguration().getFillableForm();
    nowhere.setCollections(List.of("smack/missing"));
    refused(Condition.item_not_found, () -> third.sendConfigurationForm(nowhere));
    // The empty name is the root.
    assertEquals("", String.join("", third.getNodeConfiguration().getCollection()));
  }

  @Test
  void whatAClientCannotRead() throws Exception {
    LeafNode made = pair.owner().createNode("smack/unread");
    ConfigureForm form = made.getNodeConfiguration();
    assertNull(form.getTitle()); // of the form, not of the node
    // XEP-0060 12.17 has "none", which Smack does not know.
    assertThrows(IllegalArgumentException.class, form::getItemReply);
    FillableConfigureForm wanted = form.getFillableForm();
    // A stylesheet is an item of a node (XEP-0060 12.8); a URL of the web is none.
    URL web = URI.create("https://example.org/form.xsl").toURL();
    wanted.setDataformXSLT(web);
    refused(Condition.not_acceptable, () -> made.sendConfigurationForm(wanted));
    assertNull(made.getNodeConfiguration().getDataformXSLT());
    assertNull(made.getNodeConfiguration().getBodyXSLT());
  }

  @Test
  void optionsDoWhatTheySay() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setMaxPayloadSize(60);
    wanted.setTitle("The title");
    wanted.setSubscribe(false);
    wanted.setPublishModel(PublishModel.open);
    wanted.setMaxItems(1);
    LeafNode made = (LeafNode) pair.owner().createNode("smack/does", wanted);
    LeafNode seen = pair.reader().getLeafNode("smack/does");
    seen.publish(item("one"));
    seen.publish(item("two"));
    assertEquals(List.of("two"), ids(made.getItems()));
    refused(
        Condition.not_acceptable,
        () ->
            seen.publish(
                new PayloadItem<>(
                    "large",
                    new SimplePayload("<v xmlns='urn:example:v'>" + "x".repeat(60) + "</v>"))));
    refused(Condition.feature_not_implemented, () -> seen.subscribe(pair.romeosJid()));
    assertEquals(List.of("two"), ids(made.getItems()));
    assertTrue(made.discoverInfo().toXML().toString().contains("The title"));
    FillableConfigureForm none = made.getNodeConfiguration().getFillableForm();
    none.setMaxItems(0);
    refused(Condition.not_acceptable, () -> made.sendConfigurationForm(none));
    refused(Condition.forbidden, () -> seen.sendConfigurationForm(none));
    assertEquals(1, made.getNodeConfiguration().getMaxItems());
  }

  @Test
  void subscribersAreToldOfANewConfiguration() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setNotifyConfig(true);
    Node made = pair.owner().createNode("smack/told", wanted);
    Node seen = pair.reader().getNode("smack/told");
    BlockingQueue<ConfigurationEvent> events = new LinkedBlockingQueue<>();
    NodeConfigListener listener = events::add;
    seen.addConfigurationListener(listener);
    seen.subscribe(pair.romeosJid());
    FillableConfigureForm title = made.getNodeConfiguration().getFillableForm();
    title.setTitle("Another");
    made.sendConfigurationForm(title);
    ConfigurationEvent event = next(events);
    assertEquals("smack/told", event.getNode());
    FilledConfigureForm now = event.getConfiguration();
    assertEquals("Another", now.readFirstValue("pubsub#title"));
    assertEquals(AccessModel.open, now.getAccessModel());
    assertEquals(1, event.getExtensions().size());

    seen.removeConfigurationListener(listener);
    BlockingQueue<?> all = pair.romeosEvents();
    title.setTitle("A third");
    made.sendConfigurationForm(title);
    next(all);
    assertTrue(events.isEmpty());
  }
}
