import type { SimulateCustomPolicyRequest, SimulatePolicyResponse } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";
import { simulate } from "../simulate.ts";

export const simulateCustomPolicy: IamOperation<SimulateCustomPolicyRequest, SimulatePolicyResponse> = (iam, request) =>
  simulate(iam, request, { identity: request.PolicyInputList ?? [], callerArn: request.CallerArn });
