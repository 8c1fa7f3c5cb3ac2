import { type Destination, type Endpoint, endpointOf, post } from "./destination.ts";
import { needsOf, readKey, type WriteKey } from "./write-key.ts";

export interface SegmentOptions {
  /** The write key of the source. */
  writeKey: WriteKey;
  /** Where the workspace is. An event for the other region vanishes without an error. Default `us`. */
  region?: "us" | "eu";
  /** A proxy of your own. */
  endpoint?: Endpoint;
}

const regions = { us: "https://api.segment.io", eu: "https://events.eu1.segmentapis.com" };

/**
 * Segment, by its HTTP API, of which everything behind Segment hears. It drops an event whose `messageId` it has seen within 24 hours.
 * It answers 200 to a wrong key too: the source's debugger shows what arrives.
 */
export function segment({ writeKey, ...options }: SegmentOptions): Destination {
  const endpoint = endpointOf("segment", regions, options, "us");
  return {
    ...needsOf("segment", writeKey),
    async send({ name, at, user, properties }, call) {
      const key = await readKey("segment", writeKey, call.signal);
      const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
      const body = {
        userId: user.sub,
        event: name,
        properties,
        timestamp: new Date(at).toISOString(),
        messageId: call.key,
        context: { library: { name: "foyer" } },
      };
      await post({ receiver: "Segment", endpoint, path: "/v1/track" }, body, call, { authorization });
      return { messageId: call.key };
    },
  };
}
