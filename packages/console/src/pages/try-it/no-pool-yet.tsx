import { config } from "../../config.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** What to do where there is no user pool. */
export function NoPoolYet() {
  const command = `export AWS_ENDPOINT_URL=${config.value?.endpoint ?? location.origin}
aws cognito-idp create-user-pool --pool-name main \\
  --username-attributes email --auto-verified-attributes email`;
  return (
    <EmptyState icon="people" title="There is no user pool yet">
      <p>
        <code>foyer dev</code> makes one. So does a call, as on AWS; then reload.
      </p>
      <CodeBlock label="the command" text={command} />
    </EmptyState>
  );
}

/** What to do where a pool has no app client. */
export function NoClientYet({ userPoolId }: { userPoolId: string }) {
  const command = `export AWS_ENDPOINT_URL=${config.value?.endpoint ?? location.origin}
aws cognito-idp create-user-pool-client --user-pool-id ${userPoolId} \\
  --client-name web --explicit-auth-flows ALLOW_USER_PASSWORD_AUTH ALLOW_REFRESH_TOKEN_AUTH`;
  return (
    <EmptyState icon="people" title="The pool has no app client yet">
      <p>An app signs users up and in through an app client. Make one, then reload.</p>
      <CodeBlock label="the command" text={command} />
    </EmptyState>
  );
}
