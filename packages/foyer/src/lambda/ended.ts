/** The user was deleted or disabled: nothing more is to happen. The message is the reason. */
export class UserGone extends Error {
  override name = "UserGone";
}

/** One of the flow's questions was answered with yes: nothing more of it is to happen. The message is the reason. */
export class FlowStopped extends Error {
  override name = "FlowStopped";
}

/** The entry was given a fresh execution: this one has nothing more to do. */
export class Superseded extends Error {
  override name = "Superseded";
}
