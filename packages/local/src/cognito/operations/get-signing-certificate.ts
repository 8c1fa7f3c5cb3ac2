import type { GetSigningCertificateRequest, GetSigningCertificateResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<GetSigningCertificateRequest, GetSigningCertificateResponse>;

export const getSigningCertificate: Operation = async (cognito, request) => ({
  Certificate: await cognito.signingCertificates.of(request.UserPoolId as string),
});
