import type { LocalAws } from "@foyer/local";

const name = "foyer-mail-events";

/** Has EventBridge's default bus hand SES's sending events to the function that settles mails by them. */
export async function routeMailEvents(local: LocalAws, functionArn: string, pattern: object): Promise<void> {
  const { RuleArn } = (await local.call("events", "PutRule", { Name: name, EventPattern: JSON.stringify(pattern) })) as {
    RuleArn: string;
  };
  await local.call("events", "PutTargets", { Rule: name, Targets: [{ Id: "function", Arn: functionArn }] });
  const permission = { StatementId: "events", Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
  await local
    .call("lambda", "AddPermission", { FunctionName: functionArn, ...permission, SourceArn: RuleArn })
    .catch((error: Error) => {
      // The statement is there already after a reload, and after a restart with the same data.
      if (error.name !== "ResourceConflictException") throw error;
    });
}
