import { createHash, createHmac } from "node:crypto";
import { nameKey, type UserPool } from "../pools/user-pools.ts";
import type { KeptPassword } from "../users/passwords.ts";

/** What a sign-in shows of a user whom there is not: the same for the same name at every try, as it would be with a user. */
export interface SimulatedUser {
  /** `USER_ID_FOR_SRP`, of the form of a UUID. */
  userId: string;
  /** Of no password: nobody knows what would lead to this verifier. */
  password: KeptPassword;
  phoneNumber: string;
}

/** @param name as it was given: where users are found in whatever case, so is this one */
export function simulateUser(pool: UserPool, name: string): SimulatedUser {
  const from = (what: string) =>
    createHmac("sha256", pool.id)
      .update(`${what}:${nameKey(pool, name)}`)
      .digest();
  const salt = from("salt").subarray(0, 16);
  salt[0] = ((salt[0] as number) & 0x7f) | 0x01;
  const verifier = createHash("shake256", { outputLength: 383 }).update(from("verifier")).digest();
  const id = from("id").toString("hex");
  const userId = `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)}`;
  const phoneNumber = `+1555${String(from("phone").readUInt32BE() % 10_000_000).padStart(7, "0")}`;
  return { userId, password: { salt, verifier }, phoneNumber };
}

/** What a challenge calls a user whom there is not: by an id where the users of the pool have one in place of a username. */
export function simulatedUsername(pool: UserPool, name: string): string {
  return pool.settings.UsernameAttributes?.length ? simulateUser(pool, name).userId : nameKey(pool, name);
}
