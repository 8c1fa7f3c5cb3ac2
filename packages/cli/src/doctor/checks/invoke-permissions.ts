import { type FunctionConfiguration, GetPolicyCommand } from "@aws-sdk/client-lambda";
import { unlessAbsent } from "../clients.ts";
import { matches } from "../compare-statements.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

interface Statement {
  Sid?: string;
  Effect?: string;
  Principal?: "*" | { Service?: string | string[] };
  Action?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const principal = "cognito-idp.amazonaws.com";

/** Whether Cognito may invoke what it calls, for this pool of this account only. */
export async function invokePermissions({ clients, deployed }: Examined): Promise<Checked> {
  const { trigger, "sign-in": signIn } = deployed.functions;
  const found = await Promise.all(
    [trigger, signIn].filter((each) => each !== undefined).map((each) => findingsOf({ clients, deployed }, each)),
  );
  return { findings: found.flat() };
}

async function findingsOf(
  { clients, deployed: { pool, place } }: Pick<Examined, "clients" | "deployed">,
  { FunctionName = "" }: FunctionConfiguration,
): Promise<Finding[]> {
  const answer = await unlessAbsent(clients.lambda.send(new GetPolicyCommand({ FunctionName })));
  const { Statement = [] } = JSON.parse(answer?.Policy ?? "{}") as { Statement?: Statement[] };
  const account = place["AWS::AccountId"] ?? "";
  const allow = `aws lambda add-permission --function-name ${FunctionName} --statement-id cognito-${pool.Id} --action lambda:InvokeFunction --principal ${principal} --source-arn ${pool.Arn} --source-account ${account}`;
  const ofCognito = Statement.filter(
    (each) => each.Effect === "Allow" && forCognito(each) && [each.Action].flat().some((action) => invokes(action)),
  );
  const ofPool = ofCognito.filter((each) => matches(conditionOn(each, "SourceArn") ?? "*", pool.Arn));
  const isExact = (each: Statement) =>
    conditionOn(each, "SourceArn") === pool.Arn && conditionOn(each, "SourceAccount") === account;
  const exact = ofPool.filter(isExact);
  const broad = ofPool.filter((each) => !isExact(each));
  if (exact.length === 0 && broad.length === 0)
    return [
      {
        id: "invoke-permission-missing",
        what: `Cognito may not invoke ${FunctionName} for ${pool.Id}.`,
        why: "Confirmation answers with an error although the user is confirmed, and the trigger does not run.",
        fix: allow,
      },
    ];
  return broad.map(({ Sid = "", ...each }) => ({
    id: "invoke-permission-broad",
    what: `The permission '${Sid}' of ${FunctionName} names ${lackOf(each, pool.Arn)}.`,
    why: "A user pool that is not yours can invoke the function with an event of its own making.",
    fix: `aws lambda remove-permission --function-name ${FunctionName} --statement-id ${Sid}${exact.length > 0 ? "" : ` && ${allow}`}`,
  }));
}

function forCognito({ Principal }: Statement): boolean {
  return Principal === "*" || [Principal?.Service].flat().includes(principal);
}

function invokes(action = ""): boolean {
  return ["lambda:invokefunction", "lambda:*", "*"].includes(action.toLowerCase());
}

function lackOf(statement: Statement, poolArn: string): string {
  const sourceArn = conditionOn(statement, "SourceArn");
  if (sourceArn === undefined) return "no SourceArn";
  return sourceArn === poolArn ? "no SourceAccount, or another" : `more pools than ${poolArn}: ${sourceArn}`;
}

/** The value of a condition, whatever its operator: Lambda writes ArnLike, and others write StringEquals or ArnEquals. */
function conditionOn({ Condition = {} }: Statement, key: string): string | undefined {
  for (const values of Object.values(Condition))
    for (const [name, value] of Object.entries(values))
      if (name.toLowerCase() === `aws:${key.toLowerCase()}`) return String(value);
  return undefined;
}
