import { AwsError } from "../aws-error.ts";

/** Why a request's signature is refused. */
export type SignatureFault =
  | "unknown key"
  | "wrong token"
  | "expired"
  | "wrong signature"
  | "wrong time"
  | "incomplete"
  | "missing";

// Services of the Query protocol have names of their own, and SQS kept them.
const queryServices = new Set(["ses", "iam", "sts", "sqs", "s3"]);
// Where a refusal is 403 and not 400.
const forbidding = new Set(["ses", "iam", "sts", "sqs", "s3", "lambda", "sesv2"]);

const names: Record<SignatureFault, { json: string; query: string; s3?: string; message: string }> = {
  "unknown key": {
    json: "UnrecognizedClientException",
    query: "InvalidClientTokenId",
    s3: "InvalidAccessKeyId",
    message: "The security token included in the request is invalid.",
  },
  "wrong token": {
    json: "UnrecognizedClientException",
    query: "InvalidClientTokenId",
    s3: "InvalidToken",
    message: "The security token included in the request is invalid.",
  },
  expired: {
    json: "ExpiredTokenException",
    query: "ExpiredToken",
    message: "The security token included in the request is expired",
  },
  "wrong signature": {
    json: "InvalidSignatureException",
    query: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  },
  "wrong time": { json: "InvalidSignatureException", query: "SignatureDoesNotMatch", s3: "RequestTimeTooSkewed", message: "" },
  incomplete: {
    json: "IncompleteSignatureException",
    query: "IncompleteSignature",
    s3: "AuthorizationHeaderMalformed",
    message: "",
  },
  missing: {
    json: "MissingAuthenticationTokenException",
    query: "MissingAuthenticationToken",
    s3: "AccessDenied",
    message: "Missing Authentication Token",
  },
};

/**
 * The error by which a service refuses a signature.
 * @param service the endpoint prefix: `sesv2`.
 * @param message in the place of the fault's own.
 */
export function signatureError(fault: SignatureFault, service: string, message?: string): AwsError {
  const { json, query, s3, message: usual } = names[fault];
  // DynamoDB and the services of the Query protocol have a sentence of their own.
  const asksForToken = fault === "missing" && (service === "dynamodb" || queryServices.has(service));
  const name = service === "s3" && s3 ? s3 : queryServices.has(service) ? query : json;
  return new AwsError(name, message ?? (asksForToken ? "Request is missing Authentication Token" : usual), {
    status: forbidding.has(service) ? 403 : 400,
  });
}
