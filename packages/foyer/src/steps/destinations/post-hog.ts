import { createHash } from "node:crypto";
import { type Destination, type Endpoint, endpointOf, post } from "./destination.ts";
import { needsOf, readKey, type WriteKey } from "./write-key.ts";

export interface PostHogOptions {
  /** The key of the project, which may only write. */
  projectKey: WriteKey;
  /** Where the project is. Default `us`. */
  region?: "us" | "eu";
  /** A PostHog or a proxy of your own. */
  endpoint?: Endpoint;
}

const regions = { us: "https://us.i.posthog.com", eu: "https://eu.i.posthog.com" };

/**
 * PostHog, by its capture API. It merges events of the same `uuid`, name, user and day, for ever, but not at once: until its database has
 * merged them, a query may count both.
 */
export function postHog({ projectKey, ...options }: PostHogOptions): Destination {
  const endpoint = endpointOf("postHog", regions, options, "us");
  return {
    ...needsOf("postHog", projectKey),
    async send({ name, at, user, properties }, call) {
      const uuid = uuidOf(call.key);
      const body = {
        api_key: await readKey("postHog", projectKey, call.signal),
        event: name,
        distinct_id: user.sub,
        // The address that PostHog sees is Lambda's.
        properties: { ...properties, $geoip_disable: true, $lib: "foyer" },
        timestamp: new Date(at).toISOString(),
        uuid,
      };
      await post({ receiver: "PostHog", endpoint, path: "/i/v0/e/" }, body, call);
      return { uuid };
    },
  };
}

/** A UUID of version 8 (RFC 9562), whose bits are the maker's own: PostHog drops an event whose identifier is no UUID. */
function uuidOf(key: string): string {
  const bytes = createHash("sha256").update(key).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
