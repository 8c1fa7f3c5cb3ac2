import { KMSClient } from "@aws-sdk/client-kms";
import { Clock } from "../clock.ts";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { Store } from "../store/store.ts";
import { createKms, kmsService } from "./kms.ts";

/** KMS on a port of its own, in memory, with the official client to drive it. */
export async function startKms() {
  const store = new Store(":memory:");
  const clock = new Clock();
  const kms = createKms({ store, clock, region: "us-east-1", accountId: "000000000000" });
  const failures: unknown[] = [];
  const endpoint = await startEndpoint({
    port: 0,
    store,
    services: [kmsService(kms)],
    rawServices: [],
    onError: (error) => failures.push(error),
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new KMSClient({ region: "us-east-1", endpoint: endpoint.url, credentials, maxAttempts: 1 });
  return {
    url: endpoint.url,
    kms,
    client,
    /** What failed inside, none of which a client may cause. */
    failures,
    async stop() {
      client.destroy();
      clock.stop();
      await endpoint.stop();
      store.close();
    },
  };
}
