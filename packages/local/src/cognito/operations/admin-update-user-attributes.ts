import type {
  AdminUpdateUserAttributesRequest,
  AdminUpdateUserAttributesResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { changeAttributes, checkChangedAttributes, readAttributes } from "../users/attributes.ts";

type Operation = CognitoOperation<AdminUpdateUserAttributesRequest, AdminUpdateUserAttributesResponse>;

export const adminUpdateUserAttributes: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const changes = readAttributes(request.UserAttributes);
  checkChangedAttributes(pool.schema, changes);
  cognito.store.write(() => {
    cognito.users.update(pool, user, { attributes: changeAttributes(user.attributes, changes) });
    cognito.journal.record("user.updated", { sub: user.sub }, { userPoolId: pool.id, attributes: Object.keys(changes) });
  });
  return {};
};
