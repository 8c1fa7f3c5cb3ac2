import { type CfnFunction, CfnPermission, CfnUrl } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/**
 * Gives the function of `linkIdentity` a URL that anybody may call: the function itself verifies who does, by the ID token.
 * @param origins of the pages that browsers let call it
 */
export function linkUrl(scope: Construct, called: CfnFunction, origins: readonly string[]): CfnUrl {
  const url = new CfnUrl(scope, "LinkUrl", {
    targetFunctionArn: called.attrArn,
    authType: "NONE",
    cors: { allowOrigins: [...origins], allowMethods: ["POST"], allowHeaders: ["authorization", "content-type"], maxAge: 3_600 },
  });
  const anybody = { functionName: called.attrArn, principal: "*" };
  new CfnPermission(scope, "AllowLinkUrl", { ...anybody, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" });
  // Lambda asks for both, and the second is for calls by way of the URL alone.
  new CfnPermission(scope, "AllowLinkByUrl", { ...anybody, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true });
  return url;
}
