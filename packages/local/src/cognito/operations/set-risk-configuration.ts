import type { SetRiskConfigurationRequest, SetRiskConfigurationResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<SetRiskConfigurationRequest, SetRiskConfigurationResponse>;

export const setRiskConfiguration: Operation = (cognito, { UserPoolId, ClientId, ...settings }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  if (ClientId !== undefined) cognito.appClients.getOf(pool, ClientId);
  return { RiskConfiguration: cognito.riskConfigurations.set(pool, ClientId, settings) };
};
