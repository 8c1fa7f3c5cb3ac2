import type { SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from "@aws-sdk/client-iam";
import { invalidInput, noSuchEntity } from "../errors.ts";
import type { IamOperation } from "../iam.ts";
import { simulate } from "../simulate.ts";

/** What a role may do, with further policies of the request as if they were its own. */
export const simulatePrincipalPolicy: IamOperation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse> = (iam, request) => {
  const arn = request.PolicySourceArn as string;
  if (!/^arn:aws:iam::\d{12}:(user|group|role)\/.+$/.test(arn)) throw invalidInput(`Invalid Entity Arn: ${arn}`);
  const role = iam.roles.byArn(arn);
  if (!role) throw noSuchEntity(`The entity ${arn} cannot be found.`);
  const own = iam.roles.policiesOf(arn).map((document) => JSON.stringify(document));
  const boundary = iam.roles.boundaryOf(arn);
  const boundaries = request.PermissionsBoundaryPolicyInputList ?? (boundary && [JSON.stringify(boundary)]);
  return simulate(
    iam,
    { ...request, PermissionsBoundaryPolicyInputList: boundaries },
    { identity: [...own, ...(request.PolicyInputList ?? [])], callerArn: request.CallerArn ?? arn },
  );
};
