import type { GetCSVHeaderRequest, GetCSVHeaderResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { csvHeaderOf } from "../imports/csv.ts";

export const getCsvHeader: CognitoOperation<GetCSVHeaderRequest, GetCSVHeaderResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { UserPoolId: pool.id, CSVHeader: csvHeaderOf(pool.schema) };
};
