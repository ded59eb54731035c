package io.pipit.pubsub.engine;

import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.xmpp.BareJid;

/**
 * Registration with the service (XEP-0077), where who creates nodes has to have registered
 * (XEP-0060 8.1.1). There is nothing to fill in: the address of the requester says who it is.
 * Everywhere else the service does not know such requests.
 */
final class Registering {

  /** So many are remembered; of more nobody is taken until somebody goes. */
  static final int MOST_REGISTERED = 100_000;

  private final ServicePolicy policy;
  private final Directory directory;

  Registering(ServicePolicy policy, Directory directory) {
    this.policy = policy;
    this.directory = directory;
  }

  Outcome retrieve(ServiceCommand.RetrieveRegistration command) {
    return policy.registration()
        ? Outcome.reply(
            new Response.Registration(directory.isRegistered(command.requester().bare())))
        : Outcome.refusal(PubsubError.SERVICE_UNAVAILABLE);
  }

  /** Who has registered may do it again. */
  Outcome register(ServiceCommand.Register command) {
    BareJid entity = command.requester().bare();
    if (!policy.registration()) {
      return Outcome.refusal(PubsubError.SERVICE_UNAVAILABLE);
    }
    Draft draft = new Draft();
    if (!directory.isRegistered(entity)) {
      if (directory.registrations() >= MOST_REGISTERED) {
        return Outcome.refusal(PubsubError.TOO_MANY_REGISTRATIONS);
      }
      draft.change(new Change.EntityRegistered(policy.service(), entity));
    }
    return draft.done();
  }

  /** Also where nobody has to register any more: an account that is gone leaves nothing behind. */
  Outcome end(ServiceCommand.EndRegistration command) {
    BareJid entity = command.requester().bare();
    if (!directory.isRegistered(entity)) {
      return Outcome.refusal(
          policy.registration()
              ? PubsubError.REGISTRATION_REQUIRED
              : PubsubError.SERVICE_UNAVAILABLE);
    }
    Draft draft = new Draft();
    draft.change(new Change.RegistrationEnded(policy.service(), entity));
    return draft.done();
  }
}
