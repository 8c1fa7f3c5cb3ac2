import { type CfnPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Asset } from "aws-cdk-lib/aws-s3-assets";
import { Fn, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { PolicyStatement } from "foyer/operate";
import { functionCode } from "./function-code.ts";
import { type Names, namesPool, policy, substituted } from "./policies.ts";

export interface OnboardingFunctionProps {
  readonly description: string;
  /** The file that the code is made from, absolute, and what makes it. */
  readonly file: string;
  readonly bundle: (outDir: string) => void;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
  /** Seconds and days; absent: an ordinary function. */
  readonly durable?: { readonly executionTimeout: number; readonly retentionPeriodInDays: number };
  /** The ARN of an SQS queue for asynchronous invocations that Lambda has given up. */
  readonly deadLetterQueue?: string;
}

/** One Lambda function with its role and its log group. What it may do is given to it by `grant`, and nothing else is. */
export class OnboardingFunction extends Construct {
  readonly resource: CfnFunction;
  readonly role: CfnRole;
  readonly code: Asset;
  readonly logGroup: LogGroup;
  /** Its policies: the one that does not name the user pool, and after it the one that does, if there is need for one. */
  readonly policies: CfnPolicy[] = [];

  constructor(scope: Construct, id: string, props: OnboardingFunctionProps) {
    super(scope, id);
    const { durable, deadLetterQueue, environment = {} } = props;
    this.role = new CfnRole(this, "Role", {
      assumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
    });
    this.code = functionCode(this, id, props.file, props.bundle);
    this.resource = new CfnFunction(this, "Function", {
      description: props.description,
      code: { s3Bucket: this.code.s3BucketName, s3Key: this.code.s3ObjectKey },
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X.name,
      architectures: ["arm64"],
      memorySize: props.memoryMb,
      timeout: props.timeoutSeconds,
      role: this.role.attrArn,
      ...(Object.keys(environment).length > 0 && { environment: { variables: environment } }),
      ...(durable && { durableConfig: durable }),
      ...(deadLetterQueue !== undefined && { deadLetterConfig: { targetArn: deadLetterQueue } }),
    });
    this.code.addResourceMetadata(this.resource, "Code");
    this.logGroup = new LogGroup(this, "Logs", {
      logGroupName: Fn.sub(`/aws/lambda/\${Function}`, { Function: this.resource.ref }),
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /**
   * Lets the function do what the statements say, by one policy for what names the user pool and one for the rest. A pool of the same
   * stack can so be made after the functions and their ledger, and before it is named itself.
   */
  grant(statements: readonly PolicyStatement[], names: Names): void {
    for (const [id, ofPool] of [
      ["Policy", false],
      ["PoolPolicy", true],
    ] as const) {
      const some = statements.filter((each) => namesPool(each) === ofPool).map((each) => substituted(each, names));
      if (some.length > 0) this.policies.push(policy(this, id, this.role.ref, some));
    }
  }
}
