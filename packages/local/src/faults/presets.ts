import type { Fault } from "./fault.ts";

/** Faults that are often wanted, by the name that `foyer faults add` takes. */
export const faultPresets: Record<string, { summary: string; faults: Fault[] }> = {
  "ses-down": {
    summary: "SES answers 503 to everything",
    faults: ["ses", "sesv2"].map((service) => ({
      id: `ses-down-${service}`,
      service,
      kind: "error",
      name: "ServiceUnavailable",
      status: 503,
    })),
  },
  "ses-loses-replies": {
    summary: "SES sends each mail, and nobody hears of it",
    faults: [
      { id: "ses-loses-replies-ses", service: "ses", operation: "SendEmail", kind: "reply-lost" },
      { id: "ses-loses-replies-ses-raw", service: "ses", operation: "SendRawEmail", kind: "reply-lost" },
      { id: "ses-loses-replies-sesv2", service: "sesv2", operation: "SendEmail", kind: "reply-lost" },
    ],
  },
  "dynamodb-throttles": {
    summary: "DynamoDB throttles one call in three",
    faults: [{ id: "dynamodb-throttles", service: "dynamodb", kind: "throttle", probability: 1 / 3 }],
  },
  "trigger-hangs": {
    summary: "the trigger that `foyer dev` deploys runs into its timeout",
    faults: [{ id: "trigger-hangs", functionName: "foyer-trigger", kind: "hang" }],
  },
};
