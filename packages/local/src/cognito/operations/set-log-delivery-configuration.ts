import type {
  SetLogDeliveryConfigurationRequest,
  SetLogDeliveryConfigurationResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<SetLogDeliveryConfigurationRequest, SetLogDeliveryConfigurationResponse>;

export const setLogDeliveryConfiguration: Operation = (cognito, { UserPoolId, LogConfigurations = [] }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  cognito.logDelivery.set(pool, LogConfigurations);
  return { LogDeliveryConfiguration: { UserPoolId: pool.id, LogConfigurations } };
};
