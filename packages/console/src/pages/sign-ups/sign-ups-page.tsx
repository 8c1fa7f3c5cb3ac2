import { EmptyState } from "../../ui/empty-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

/** `#/`: who signed up, and how far each is; new users come in live. */
export default function SignUpsPage() {
  return (
    <div class="page">
      <PageHeader title="Sign-ups" about="Everybody in the pools, and what happened after they confirmed" />
      <EmptyState icon="people" title="Nobody has signed up yet">
        <p>Sign somebody up in a second terminal.</p>
      </EmptyState>
    </div>
  );
}
