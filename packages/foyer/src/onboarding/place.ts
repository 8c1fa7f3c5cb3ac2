import { StepError } from "./errors.ts";

let here: Readonly<Record<string, string>> | undefined;

/** Learns where this process runs from the ARN by which its function was invoked; it runs nowhere else for the whole of its life. */
export function learnPlace(functionArn: string | undefined): void {
  const [, partition, region, accountId] = /^arn:([\w-]+):lambda:([\w-]+):(\d+):function:/.exec(functionArn ?? "") ?? [];
  if (partition && region && accountId)
    here = { "AWS::Partition": partition, "AWS::Region": region, "AWS::AccountId": accountId };
}

/** What `arn` made, as the ARN that it stands for here. @throws StepError outside of Lambda */
export function arnHere(resource: `arn:${string}`): string {
  if (!here) throw new StepError("Cannot tell the account and Region as the function's context must have invokedFunctionArn");
  const place = here;
  return resource.replace(/\$\{([\w:]+)\}/g, (whole, name: string) => place[name] ?? whole);
}
