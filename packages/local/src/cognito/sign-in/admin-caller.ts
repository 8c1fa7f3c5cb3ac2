import type { Call } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";

/** Who signs a user in for them, which names a pool and one of its clients. @throws ResourceNotFoundException */
export function adminCallerOf(
  cognito: Cognito,
  request: { UserPoolId: string | undefined; ClientId: string | undefined },
  call: Call,
): { pool: UserPool; caller: SignInCaller } {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.get(request.ClientId as string);
  if (client.userPoolId !== pool.id) throw resourceNotFound(`User pool client ${client.id} does not exist.`);
  return { pool, caller: { call, client } };
}
