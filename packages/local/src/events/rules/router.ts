import type { PublishedEvent } from "../events.ts";
import type { Deliveries } from "./deliveries.ts";
import { matches } from "./event-pattern.ts";
import type { Rule, Rules } from "./rules.ts";
import { type EventEnvelope, targetInput } from "./target-input.ts";

interface RouterParts {
  rules: Rules;
  deliveries: Deliveries;
  region: string;
  accountId: string;
}

/** Hands events to the targets of the rules that they match. */
export class Router {
  readonly #parts: RouterParts;

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  /** Routes an event that was put. Part of the caller's `store.write`. */
  route(event: PublishedEvent): void {
    const { rules } = this.#parts;
    const enabled = rules.list(event.bus).filter((rule) => rule.enabled && rule.pattern !== undefined);
    if (enabled.length === 0) return;
    const envelope = this.#envelopeOf(event);
    for (const rule of enabled) {
      const pattern = rules.patternOf(rule);
      if (pattern && matches(pattern, envelope)) this.send(rule, event);
    }
  }

  /** Sends an event to the targets of one rule. Part of the caller's `store.write`. */
  send(rule: Rule, event: PublishedEvent): void {
    const { rules, deliveries } = this.#parts;
    const envelope = this.#envelopeOf(event);
    for (const target of rules.targetsOf(rule)) {
      const payload = targetInput(target, envelope, rule);
      deliveries.add({ ruleArn: rule.arn, target, payload, sub: event.sub });
    }
  }

  /** The event as rules and targets see it. @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
  #envelopeOf({ eventId, detailType, source, time, resources, detail }: PublishedEvent): EventEnvelope {
    const { region, accountId } = this.#parts;
    return {
      version: "0",
      id: eventId,
      "detail-type": detailType,
      source,
      account: accountId,
      // EventBridge's times have no fraction.
      time: new Date(time).toISOString().replace(/\.\d+/, ""),
      region,
      resources,
      detail,
    };
  }
}
