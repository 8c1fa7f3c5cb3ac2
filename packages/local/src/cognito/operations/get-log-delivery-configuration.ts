import type {
  GetLogDeliveryConfigurationRequest,
  GetLogDeliveryConfigurationResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<GetLogDeliveryConfigurationRequest, GetLogDeliveryConfigurationResponse>;

export const getLogDeliveryConfiguration: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { LogDeliveryConfiguration: { UserPoolId: pool.id, LogConfigurations: cognito.logDelivery.of(pool) } };
};
