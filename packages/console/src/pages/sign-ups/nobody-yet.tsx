import { useSignal } from "@preact/signals";
import { config } from "../../config.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Tabs } from "../../ui/tabs.tsx";

/** What to do for a first user to appear: by the command, by a client of AWS, by an app with Amplify. */
export function NobodyYet() {
  const chosen = useSignal("command");
  const { endpoint = location.origin, userPoolId = "<user pool id>", clientId = "<app client id>" } = config.value ?? {};
  const command = "npx foyer sign-up you@example.com";
  const client = `export AWS_ENDPOINT_URL=${endpoint}
aws cognito-idp sign-up --client-id ${clientId} \\
  --username you@example.com --password 'Passw0rd!' --no-sign-request`;
  const amplify = `Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: "${userPoolId}",
      userPoolClientId: "${clientId}",
      userPoolEndpoint: "${endpoint}",
    },
  },
});`;
  return (
    <EmptyState icon="people" title="Nobody has signed up yet">
      <p>Sign somebody up: they appear here by themselves, and what happens to them after that.</p>
      <Tabs
        label="Ways to sign somebody up"
        chosen={chosen.value}
        onChoose={(id) => {
          chosen.value = id;
        }}
        tabs={[
          { id: "command", label: "Command", panel: () => <CodeBlock label="the command" text={command} /> },
          { id: "cli", label: "AWS CLI or SDK", panel: () => <CodeBlock label="the call" text={client} /> },
          { id: "amplify", label: "Your app, with Amplify", panel: () => <CodeBlock label="the settings" text={amplify} /> },
        ]}
      />
    </EmptyState>
  );
}
