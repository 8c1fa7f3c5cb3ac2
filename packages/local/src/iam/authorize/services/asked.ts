/** One thing that a call asks to be allowed. */
export interface Asked {
  /** `s3:GetObject` */
  action: string;
  /** An ARN, or `*` where the action has none. */
  resource: string;
  /** Condition keys of the service, in lower case. */
  context?: Context | undefined;
}

export type Context = Record<string, readonly string[]>;

/** Sender and recipients of a MIME message, as SES reads them. */
export interface RawMail {
  /** Empty if it names none. */
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
}

/** Where the account is, and what of its resources a request names in its own way. */
export interface Surroundings {
  region: string;
  accountId: string;
  /** The ARN of a secret by its name or ARN; undefined if there is none. */
  secretArn(id: string): string | undefined;
  /** The ARN of a key by its id, ARN or alias. */
  keyArn(id: string): string;
  /** The ARN of a role by its name; undefined if there is none. */
  roleArn(name: string): string | undefined;
  /** The ARN of the key that something was encrypted under; undefined for what is no ciphertext. */
  keyOfCiphertext(ciphertext: Uint8Array): string | undefined;
  /** The ARN of a function by any of its names, with the qualifier if it has one; there need be none. Throws for what is no name. */
  functionArn(name: string, qualifier: string | undefined): string;
  /** The ARN of the durable execution that made a callback. */
  executionOf(callbackId: string): string | undefined;
  /** The verified identity under which SES sends for an address: itself, or its domain. */
  identityOf(address: string): string;
  /** What the MIME message of this request says, if it sends one that can be read. */
  rawMail?: RawMail | undefined;
  /** Names of the partition keys of a table and its indexes, as far as they are known: by index, the table's own under "". */
  partitionKeys(table: string): ReadonlyMap<string, string> | undefined;
}

/**
 * What the operations of a service ask for.
 * @returns undefined for an operation that has no resource of its own: `service:Operation` on `*`.
 */
// biome-ignore lint/suspicious/noExplicitAny: one function takes the inputs of every operation of its service.
export type AskedBy = (operation: string, input: any, surroundings: Surroundings) => Asked[] | undefined;

/** `arn:aws:sqs:us-east-1:000000000000:crm` */
export function arn({ region, accountId }: Surroundings, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
