import type { DeviceSecretVerifierConfigType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import type { Device } from "./devices.ts";

/**
 * The SRP verifier that a device gives of its secret: base64, with the zero byte that clients put before a first bit that is one.
 * @throws InvalidParameterException
 */
export function readDeviceSecret(config: DeviceSecretVerifierConfigType | undefined): NonNullable<Device["secret"]> {
  return { salt: read(config?.Salt, "Salt"), verifier: read(config?.PasswordVerifier, "PasswordVerifier") };
}

// An SRP verifier has 384 bytes.
const mostBytes = 385;

function read(text: string | undefined, name: string): Uint8Array {
  const bytes = Buffer.from(text ?? "", "base64");
  if (bytes.length === 0 || bytes.length > mostBytes) throw invalidParameter(`Invalid ${name} in DeviceSecretVerifierConfig.`);
  return bytes;
}
