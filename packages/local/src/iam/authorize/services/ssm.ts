import { type AskedBy, arn } from "./asked.ts";

/** Parameters, whose ARN has one slash before the name whether the name begins with one or not. */
export const ssm: AskedBy = (operation, { Name, Names, Path, ResourceId, ResourceType }, surroundings) => {
  const names = [Name, Path, ResourceType === "Parameter" ? ResourceId : undefined, ...(Names ?? [])];
  const asked = names
    .filter((name) => typeof name === "string" && /Parameter|Tags/.test(operation))
    .map((name: string) => ({
      action: `ssm:${operation}`,
      // A version or a label stands after the name, and whatever place an ARN names, the parameter is the one here.
      resource: arn(surroundings, "ssm", `parameter/${plain(name).split(":")[0]}`),
    }));
  return asked.length > 0 ? asked : undefined;
};

/** A name or the path of an ARN, without the slash that it may begin with. */
function plain(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:aws[\w-]*:ssm:[^:]*:\d*:parameter(?=\/)/, "").replace(/^\//, "");
}
