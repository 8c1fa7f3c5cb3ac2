import type { PutRolePolicyRequest } from "@aws-sdk/client-iam";
import { checkName, policySize } from "../checks.ts";
import { limitExceeded } from "../errors.ts";
import { parsePolicy } from "../evaluate/policy-document.ts";
import type { IamOperation } from "../iam.ts";

// Of all inline policies of a role together.
const mostCharacters = 10_240;

export const putRolePolicy: IamOperation<PutRolePolicyRequest> = (iam, request) => {
  const name = request.PolicyName as string;
  const document = request.PolicyDocument as string;
  const role = iam.roles.get(request.RoleName as string);
  const { policies } = iam.roles;
  checkName("policyName", name);
  parsePolicy(document, "identity");
  const others = policies.names(role).filter((other) => other !== name);
  const size = others.reduce((sum, other) => sum + policySize(policies.get(role, other)), policySize(document));
  if (size > mostCharacters) {
    throw limitExceeded(`Maximum policy size of ${mostCharacters} bytes exceeded for role ${role.name}`);
  }
  policies.put(role, name, document);
};
