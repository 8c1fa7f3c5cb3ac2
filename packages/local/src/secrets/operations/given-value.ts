import { isDeepStrictEqual } from "node:util";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SecretValue } from "../secret-store.ts";

/** The value of a request; undefined if it has none. @throws InvalidRequestException, InvalidParameterException */
export function givenValue(request: { SecretString?: string; SecretBinary?: Uint8Array }): SecretValue | undefined {
  const { SecretString: text, SecretBinary: binary } = request;
  if (text !== undefined && binary !== undefined) {
    throw new AwsError(
      "InvalidRequestException",
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (text === undefined && binary === undefined) return undefined;
  const bytes = text === undefined ? (binary?.byteLength ?? 0) : Buffer.byteLength(text);
  if (bytes > 65_536) throw new AwsError("InvalidParameterException", "The secret value is larger than 65536 bytes.");
  return { text, binary };
}

export function isSameValue(a: SecretValue, b: SecretValue): boolean {
  return a.text === b.text && isDeepStrictEqual(bytesOf(a), bytesOf(b));
}

function bytesOf({ binary }: SecretValue): Buffer | undefined {
  return binary && Buffer.from(binary);
}
