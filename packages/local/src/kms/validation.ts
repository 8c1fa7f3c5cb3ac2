import { AwsError } from "../endpoint/aws-error.ts";

export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** @throws ValidationException for a plaintext that KMS encrypts none so long as */
export function checkPlaintext(plaintext: Uint8Array): void {
  const fault =
    plaintext.length > 4096 ? "less than or equal to 4096" : plaintext.length === 0 ? "greater than or equal to 1" : "";
  if (fault === "") return;
  throw validation(
    `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length ${fault}`,
  );
}
