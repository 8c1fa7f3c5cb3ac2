import type { CreateAliasRequest } from "@aws-sdk/client-kms";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Kms } from "../kms.ts";
import { validation } from "../validation.ts";

export function createAlias(kms: Kms, { AliasName, TargetKeyId }: CreateAliasRequest): void {
  const name = AliasName as string;
  if (!name.startsWith("alias/")) throw validation("Invalid identifier");
  if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith("alias/aws/")) {
    throw new AwsError("InvalidAliasNameException", `${name} is not a valid alias name`);
  }
  kms.createAlias(name, kms.get(TargetKeyId as string));
}
