import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { CommandError } from "../../errors.ts";
import { type Place, type ResourceType, unless } from "../resource-type.ts";
import { zipFolder, zipText } from "../zip-folder.ts";

interface Code {
  readonly S3Key?: string;
  readonly ZipFile?: string;
}

interface LambdaFunction {
  readonly FunctionName?: string;
  readonly Code: Code;
  readonly Runtime?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly ReservedConcurrentExecutions?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/** A Lambda function, with the code that a deployment would upload. */
export const lambdaFunction: ResourceType = {
  async put({ properties, name }, place) {
    const { Code, Tags = [], ReservedConcurrentExecutions, Environment, ...rest } = properties as unknown as LambdaFunction;
    const { local } = place;
    const FunctionName = rest.FunctionName ?? name;
    const ZipFile = zipFileOf(properties as unknown as LambdaFunction, place);
    const configuration = {
      ...rest,
      FunctionName,
      // Requests of steps to servers of others are recorded, as always in the local AWS, and not sent.
      Environment: { Variables: { ...Environment?.Variables, FOYER_OUTSIDE_URL: `${local.url}/_foyer/outside` } },
    };
    const there = (await unless(
      ["ResourceNotFoundException"],
      local.call("lambda", "GetFunctionConfiguration", { FunctionName }),
    )) as { CodeSha256: string } | undefined;
    if (there) {
      const isSame = there.CodeSha256 === createHash("sha256").update(ZipFile).digest("base64");
      if (!isSame) await local.call("lambda", "UpdateFunctionCode", { FunctionName, ZipFile });
      // What the template has no more goes back to its default.
      const defaults = { Description: "", Timeout: 3, MemorySize: 128, DeadLetterConfig: {} };
      await local.call("lambda", "UpdateFunctionConfiguration", { ...defaults, ...configuration });
    } else {
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
      await local.call("lambda", "CreateFunction", { ...configuration, Code: { ZipFile }, Tags: tags });
    }
    if (ReservedConcurrentExecutions !== undefined)
      await local.call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
    const { Configuration } = (await local.call("lambda", "GetFunction", { FunctionName })) as {
      Configuration: { FunctionArn: string };
    };
    return { physicalId: FunctionName, attributes: { Arn: Configuration.FunctionArn } };
  },
};

function zipFileOf({ Code, Runtime = "" }: LambdaFunction, { assembly }: Place): Uint8Array {
  const { S3Key, ZipFile } = Code;
  // CloudFormation puts a text into a file of this name.
  if (ZipFile !== undefined) return zipText(Runtime.startsWith("python") ? "index.py" : "index.js", ZipFile);
  if (S3Key === undefined)
    throw new CommandError(`Properties.Code: the code must be an asset or a text: it is ${Object.keys(Code).join(", ")}`);
  const { path, packaging } = assembly.asset(S3Key);
  return packaging === "zip" ? zipFolder(path) : readFileSync(path);
}
