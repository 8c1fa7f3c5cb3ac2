import { SESClient } from "@aws-sdk/client-ses";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { Clock } from "../clock.ts";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { Journal } from "../journal/journal.ts";
import { Store } from "../store/store.ts";
import { createInbox } from "./inbox.ts";
import { createSes, sesService, sesv2Service } from "./ses.ts";

/** SES alone over HTTP, with its official clients, `hello@acme.com` verified, and a list of what it published. */
export async function startSes({ sandbox }: { sandbox?: boolean } = {}) {
  const store = new Store(":memory:");
  const clock = new Clock();
  const journal = new Journal(store, clock);
  const inbox = createInbox({ store, clock, journal });
  // biome-ignore lint/suspicious/noExplicitAny: tests read what was published, whatever it is.
  const published: { bus: string; detailType: string; detail: any; sub?: string | undefined }[] = [];
  const services = createSes({
    store,
    clock,
    inbox,
    region: "us-east-1",
    accountId: "000000000000",
    sandbox,
    publish: (bus, { detailType, detail, sub }) => published.push({ bus, detailType, detail, sub }),
  });
  const endpoint = await startEndpoint({
    port: 0,
    store,
    services: [sesService(services), sesv2Service(services)],
    rawServices: [],
    identify: (accessKeyId) =>
      accessKeyId === "ASIAWORKER" ? { kind: "function", functionName: "worker", invocationId: "i-1", sub: "sub-1" } : undefined,
  });
  const config = (accessKeyId: string) => ({
    endpoint: endpoint.url,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const v1 = new SESClient(config("test"));
  const v2 = new SESv2Client(config("test"));
  const worker = new SESv2Client(config("ASIAWORKER"));
  await v2.send(new CreateEmailIdentityCommand({ EmailIdentity: "hello@acme.com" }));
  return {
    v1,
    v2,
    /** A client within an invocation that is about the user `sub-1`. */
    worker,
    inbox,
    journal,
    published,
    async [Symbol.asyncDispose]() {
      for (const client of [v1, v2, worker]) client.destroy();
      await endpoint.stop();
      store.close();
    },
  };
}
