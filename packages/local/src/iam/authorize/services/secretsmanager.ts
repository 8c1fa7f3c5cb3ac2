import { type AskedBy, arn } from "./asked.ts";

/** Secrets, by their ARN with the six characters that AWS adds to the name. */
export const secretsmanager: AskedBy = (operation, { SecretId, SecretIdList, Name, VersionStage, VersionId }, surroundings) => {
  const action = `secretsmanager:${operation}`;
  const context = {
    ...(SecretId && { "secretsmanager:secretid": [SecretId] }),
    ...(VersionStage && { "secretsmanager:versionstage": [VersionStage] }),
    ...(VersionId && { "secretsmanager:versionid": [VersionId] }),
    ...(operation === "CreateSecret" && { "secretsmanager:name": [Name] }),
  };
  // A secret that is not there yet has no suffix, and AWS compares the pattern of one.
  if (operation === "CreateSecret")
    return [{ action, resource: arn(surroundings, "secretsmanager", `secret:${Name}-??????`), context }];
  const ids: string[] = SecretId === undefined ? (SecretIdList ?? []) : [SecretId];
  if (ids.length === 0) return undefined;
  return ids.map((id) => ({ action, resource: surroundings.secretArn(id) ?? id, context }));
};
