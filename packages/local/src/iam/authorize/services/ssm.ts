import { type AskedBy, arn } from "./asked.ts";

/** Parameters, whose ARN has one slash before the name whether the name begins with one or not. */
export const ssm: AskedBy = (operation, { Name, Names, Path, ResourceId, ResourceType }, surroundings) => {
  const names = [Name, Path, ResourceType === "Parameter" ? ResourceId : undefined, ...(Names ?? [])];
  const asked = names
    .filter((name) => typeof name === "string" && /Parameter|Tags/.test(operation))
    .map((name: string) => ({
      action: `ssm:${operation}`,
      // A version or a label stands after the name.
      resource: name.startsWith("arn:") ? name : arn(surroundings, "ssm", `parameter/${name.replace(/^\//, "").split(":")[0]}`),
    }));
  return asked.length > 0 ? asked : undefined;
};
