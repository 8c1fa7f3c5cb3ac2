import type {
  DescribeRiskConfigurationRequest,
  DescribeRiskConfigurationResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<DescribeRiskConfigurationRequest, DescribeRiskConfigurationResponse>;

export const describeRiskConfiguration: Operation = (cognito, { UserPoolId, ClientId }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  if (ClientId !== undefined) cognito.appClients.getOf(pool, ClientId);
  return { RiskConfiguration: cognito.riskConfigurations.of(pool, ClientId) };
};
