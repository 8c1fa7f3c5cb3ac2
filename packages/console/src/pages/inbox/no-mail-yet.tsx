import { config } from "../../config.ts";
import { hrefOf } from "../../place.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** What to do for a first mail to arrive. */
export function NoMailYet() {
  const endpoint = config.value?.endpoint ?? location.origin;
  const command = `export AWS_ENDPOINT_URL=${endpoint}
aws sesv2 create-email-identity --email-identity hello@acme.com
aws sesv2 send-email --from-email-address hello@acme.com \\
  --destination ToAddresses=you@example.com \\
  --content 'Simple={Subject={Data=Hi},Body={Text={Data=Hello}}}'`;
  return (
    <EmptyState icon="mail" title="No mail yet">
      <p>
        Every mail and text message that Cognito or your functions send lands here, and none leaves this machine.{" "}
        <a href={hrefOf("try-it")}>Sign somebody up</a>: the first to arrive is the verification code. Or send one yourself:
      </p>
      <CodeBlock label="the command" text={command} />
    </EmptyState>
  );
}
