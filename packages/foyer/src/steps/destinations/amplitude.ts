import { type Destination, type Endpoint, endpointOf, post } from "./destination.ts";
import { needsOf, readKey, type WriteKey } from "./write-key.ts";

export interface AmplitudeOptions {
  /** The API key of the project. */
  apiKey: WriteKey;
  /** Where the project is. Default `us`. */
  region?: "us" | "eu";
  /** A proxy of your own. */
  endpoint?: Endpoint;
}

const regions = { us: "https://api2.amplitude.com", eu: "https://api.eu.amplitude.com" };

/**
 * Amplitude, by its HTTP V2 API. It drops an event whose `insert_id` it has seen for the same device within 7 days; the device is one that
 * Amplitude derives from the user.
 */
export function amplitude({ apiKey, ...options }: AmplitudeOptions): Destination {
  const endpoint = endpointOf("amplitude", regions, options, "us");
  return {
    ...needsOf("amplitude", apiKey),
    async send({ name, at, user, properties }, call) {
      const event = {
        user_id: user.sub,
        event_type: name,
        time: at,
        insert_id: call.key,
        event_properties: properties,
        library: "foyer",
      };
      // Amplitude refuses identifiers of fewer than 5 characters unless it is told.
      const body = { api_key: await readKey("amplitude", apiKey, call.signal), events: [event], options: { min_id_length: 1 } };
      await post({ receiver: "Amplitude", endpoint, path: "/2/httpapi" }, body, call);
      return { insertId: call.key };
    },
  };
}
