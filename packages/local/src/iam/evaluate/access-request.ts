/** Who asks. */
export interface Principal {
  /** Of a role's session: `arn:aws:sts::<account>:assumed-role/<role>/<session>`; of a developer: the account's root. */
  arn: string;
  accountId: string;
  /** `federated`: a user of an identity provider, who is about to assume a role. */
  kind: "developer" | "assumed-role" | "service" | "federated" | "anonymous";
  /** kind `assumed-role`: the role behind the session. */
  roleArn?: string;
  /** kind `service`: `lambda.amazonaws.com`. */
  service?: string;
  /** kind `federated`: `cognito-identity.amazonaws.com`. */
  provider?: string;
}

/** What is asked for. */
export interface AccessRequest {
  principal: Principal;
  /** `s3:GetObject` */
  action: string;
  /** An ARN, or `*` where the action has none. */
  resource: string;
  /** Condition keys in lower case to their values: `aws:principaltag/team`, `ses:fromaddress`. */
  context: ReadonlyMap<string, readonly string[]>;
}
