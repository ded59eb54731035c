package io.pipit.broker;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.BlockLists;
import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.RosterListener;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.module.AccountService;
import io.pipit.broker.module.AccountUpdates;
import io.pipit.broker.module.AvatarConversion;
import io.pipit.broker.module.BlockingModule;
import io.pipit.broker.module.BookmarkConversion;
import io.pipit.broker.module.CapsModule;
import io.pipit.broker.module.DiscoModule;
import io.pipit.broker.module.PamModule;
import io.pipit.broker.module.PepModule;
import io.pipit.broker.module.PingModule;
import io.pipit.broker.module.PresenceModule;
import io.pipit.broker.module.PrivateStorageModule;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.RegistrationModule;
import io.pipit.broker.module.RosterModule;
import io.pipit.broker.module.RosterUpdates;
import io.pipit.broker.module.TimeModule;
import io.pipit.broker.module.VCardModule;
import io.pipit.broker.module.VersionModule;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.Router;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.stream.Registration;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The protocol extensions of this node, a line each, and what they add to the streams. */
final class Modules {

  private final CapsModule caps;
  private final PepModule pep;
  private final PresenceModule presence;
  private final AccountService accountService;
  private final @Nullable RegistrationModule registration;
  private final DiscoModule disco;
  private final BlockLists blockLists;
  private final List<XmppModule> all = new ArrayList<>();

  /**
   * @param everywhere what the services of this node answer too
   * @param workers derives keys from passwords
   */
  Modules(
      Configuration configuration,
      List<XmppModule> everywhere,
      Clock clock,
      Delivery delivery,
      Shards shards,
      ResourceRegistry registry,
      Accounts accounts,
      RosterSnapshots rosters,
      PubsubService pubsub,
      Executor workers) {
    BareJid server = BareJid.of(configuration.domain());
    Configuration.Quotas quotas = configuration.quotas();
    RosterLimits rosterLimits = RosterLimits.DEFAULT.withItems(quotas.rosterItems());
    RosterLimits applicationLimits =
        RosterLimits.DEFAULT.withItems(quotas.applicationRosterItems());
    Function<BareJid, RosterLimits> limitsOf =
        jid -> isApplication(accounts, jid) ? applicationLimits : rosterLimits;
    blockLists = rosters.blockLists();
    pep = new PepModule(pubsub, shards, blockLists, delivery);
    RosterUpdates updates =
        new RosterUpdates(
            rosters,
            delivery,
            new RosterListener() {
              @Override
              public void rightsLost(BareJid owner, BareJid contact) {
                pubsub.review(owner, contact);
              }

              @Override
              public void presenceShared(BareJid owner, BareJid contact) {
                pep.presenceShared(owner, contact);
              }

              @Override
              public void groupsGained(BareJid owner, BareJid contact, Set<String> before) {
                pep.groupsGained(owner, contact, before);
              }
            });
    caps = new CapsModule(server, shards, delivery, clock, pep);
    AvatarConversion avatars = new AvatarConversion(pubsub, this::presenceChanged);
    presence = new PresenceModule(updates, caps, delivery, limitsOf, clock, avatars);
    accountService =
        new AccountService(
            server,
            accounts,
            shards,
            registry,
            updates,
            presence,
            delivery,
            workers,
            pubsub::endOfNodes,
            pubsub::forget);
    registration =
        configuration.auth().registration() == Configuration.Registration.OPEN
            ? new RegistrationModule(
                server,
                accountService,
                quotas.registrationsPerHour(),
                address ->
                    configuration.limits().addressExempt().stream()
                        .anyMatch(block -> block.contains(address)),
                clock)
            : null;

    all.addAll(everywhere);
    all.add(new RosterModule(updates, presence, limitsOf, clock));
    if (registration != null) {
      all.add(registration);
    }
    all.add(caps);
    all.add(pep);
    AccountUpdates kept = new AccountUpdates(rosters);
    all.add(new BlockingModule(kept, pep, delivery, quotas.blocked()));
    all.add(
        new PamModule(
            server, pubsub, pep, shards, account -> accounts.account(account).isPresent()));
    all.add(avatars);
    all.add(new VCardModule(pubsub, kept, quotas.vcardBytes(), quotas.payloadBytes()));
    BookmarkConversion bookmarks =
        new BookmarkConversion(pubsub, kept, quotas.privateStorageBytes());
    all.add(bookmarks);
    all.add(new PrivateStorageModule(kept, bookmarks, quotas.privateStorageBytes()));
    disco =
        new DiscoModule(
            all, List.of(pubsub), contacts(configuration.service().contacts()), pep::requested);
    all.add(disco);
  }

  private void presenceChanged(AccountState account, EntityShard shard) {
    presence.again(account, shard);
  }

  private static boolean isApplication(Accounts accounts, BareJid jid) {
    return accounts
        .account(jid)
        .filter(account -> account.role() == AccountRole.APPLICATION)
        .isPresent();
  }

  /** URIs by the field of the form of XEP-0157 that holds them. */
  private static Map<String, List<String>> contacts(List<Configuration.Contact> configured) {
    Map<String, List<String>> contacts = new TreeMap<>();
    for (Configuration.Contact contact : configured) {
      contacts
          .computeIfAbsent(contact.purpose() + "-addresses", field -> new ArrayList<>())
          .add(contact.uri().toString());
    }
    return contacts;
  }

  /** What the server and every service of it answer: whether and what it is, and its time. */
  static List<XmppModule> everywhere(String version, Clock clock) {
    return List.of(new PingModule(), new TimeModule(clock), new VersionModule(version));
  }

  Router.Handlers handlers() {
    return new Router.Handlers(new ModuleTable(all), presence, caps, pep, blockLists);
  }

  AccountService accountService() {
    return accountService;
  }

  /** What the stream features advertise besides what streams negotiate themselves. */
  List<Element> streamFeatures() {
    List<Element> features = new ArrayList<>(disco.streamFeatures());
    features.add(RosterModule.VERSIONING_FEATURE);
    features.add(PresenceModule.PRE_APPROVAL_FEATURE);
    return features;
  }

  /** In-band registration before authentication, where the operator opened it. */
  Optional<Registration> registration() {
    RegistrationModule module = registration;
    if (module == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Registration() {
          @Override
          public Element feature() {
            return module.feature();
          }

          @Override
          public void request(InetAddress client, Iq request, Consumer<Iq> answer) {
            module.request(client, request, answer);
          }
        });
  }
}
