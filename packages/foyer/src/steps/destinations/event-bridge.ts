import { publishEvent } from "../publish-event.ts";
import type { Destination } from "./destination.ts";

export interface EventBridgeOptions {
  /** The name of the bus in the same account and Region. Default `default`. */
  bus?: string;
  /** Default `foyer`. */
  source?: string;
}

/**
 * An EventBridge bus, with the event's name as detail type. EventBridge remembers nothing: consumers recognise a repetition by `detail.id`.
 */
export function eventBridge(options: EventBridgeOptions = {}): Destination {
  const { permissions, resources } = publishEvent({ detailType: "any", ...options });
  return {
    permissions,
    resources,
    async send({ name, at, user, properties }, call) {
      const detail = () => ({ properties, timestamp: new Date(at).toISOString() });
      await publishEvent({ detailType: name, detail, ...options }).run(user, undefined, call);
      return { id: call.key };
    },
  };
}
