import { CfnRule } from "aws-cdk-lib/aws-events";
import { type CfnFunction, CfnPermission } from "aws-cdk-lib/aws-lambda";
import { Aws } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * Has EventBridge's default bus hand SES's sending events of one user pool's mails to the function that settles mails by them.
 * @param pattern with `${UserPoolId}` where the pool's id belongs
 */
export function routeMailEvents(scope: Construct, userPoolId: string, pattern: object, mailEvents: CfnFunction): void {
  const rule = new CfnRule(scope, "MailEventsRule", {
    description: "Foyer: tells what became of mails",
    eventPattern: JSON.parse(JSON.stringify(pattern), (_key, value) => (value === `\${UserPoolId}` ? userPoolId : value)),
    targets: [{ arn: mailEvents.attrArn, id: "MailEvents" }],
  });
  new CfnPermission(scope, "AllowMailEventsRule", {
    functionName: mailEvents.attrArn,
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: rule.attrArn,
    sourceAccount: Aws.ACCOUNT_ID,
  });
}
