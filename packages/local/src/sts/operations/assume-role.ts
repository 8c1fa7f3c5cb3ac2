import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { principalOf, principalTags } from "../caller-identity.ts";
import { sessionAnswer } from "../session-answer.ts";
import { checkSessionRequest, durationOf, sessionPolicy, sessionTags } from "../session-request.ts";
import type { StsOperation } from "../sts.ts";
import { trustedRole } from "../trust.ts";
import { inheritedTags } from "./inherited-tags.ts";

export const assumeRole: StsOperation<AssumeRoleRequest, AssumeRoleResponse> = (sts, request, { caller }) => {
  checkSessionRequest(request);
  const { iam, clock } = sts;
  const { ExternalId, SourceIdentity, TransitiveTagKeys = [] } = request;
  const roleArn = request.RoleArn as string;
  const sessionName = request.RoleSessionName as string;
  const asked = sessionTags(request.Tags);
  const inherited = inheritedTags(caller.session, asked);
  const principal = principalOf(sts, caller);
  const isTagged = Object.keys(asked).length + Object.keys(inherited).length + TransitiveTagKeys.length > 0;
  const trust = trustedRole(iam, clock, {
    principal,
    roleArn,
    actions: [
      "sts:AssumeRole",
      ...(isTagged ? ["sts:TagSession"] : []),
      ...(SourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
    ],
    tags: { ...inherited, ...asked },
    transitiveTagKeys: TransitiveTagKeys,
    context: {
      ...principalTags(sts, caller),
      "sts:rolesessionname": [sessionName],
      ...(ExternalId !== undefined && { "sts:externalid": [ExternalId] }),
      ...(SourceIdentity !== undefined && { "sts:sourceidentity": [SourceIdentity] }),
    },
  });
  if ("refused" in trust) {
    const message = `User: ${principal.arn} is not authorized to perform: ${trust.refused} on resource: ${roleArn}`;
    throw new AwsError("AccessDenied", message, { status: 403 });
  }
  const session = iam.sessions.issue({
    roleArn,
    sessionName,
    tags: { ...inherited, ...asked },
    transitiveTags: [...Object.keys(inherited), ...TransitiveTagKeys],
    policy: sessionPolicy(iam, request),
    durationSeconds: durationOf(request, trust.role, caller.principal !== undefined),
    ...(SourceIdentity !== undefined && { context: { "aws:sourceidentity": [SourceIdentity] } }),
  });
  return { ...sessionAnswer(session), ...(SourceIdentity !== undefined && { SourceIdentity }) };
};
