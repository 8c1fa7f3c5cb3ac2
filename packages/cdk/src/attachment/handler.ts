import { changePool, type PoolAttribute } from "./change-pool.ts";
import type { Triggers } from "./triggers.ts";

/** The properties of the custom resource. */
export interface AttachmentProperties {
  readonly UserPoolId: string;
  readonly Triggers: Triggers;
  readonly CustomAttributes?: readonly PoolAttribute[];
}

/** The request of CloudFormation to a custom resource, as far as it is read here. */
export interface AttachmentEvent {
  readonly RequestType: "Create" | "Update" | "Delete";
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: AttachmentProperties;
  readonly OldResourceProperties?: AttachmentProperties;
}

/**
 * The handler of the custom resource that attaches an onboarding to a user pool of another stack. Its physical id is the pool's, so with
 * another pool CloudFormation attaches there and then detaches here.
 */
export async function handler(event: AttachmentEvent): Promise<void> {
  const failure = await change(event).then(
    () => undefined,
    (error: Error) => `${error.name}: ${error.message}`,
  );
  if (failure !== undefined) console.error(failure);
  const { StackId, RequestId, LogicalResourceId, ResourceProperties, PhysicalResourceId } = event;
  const answer = {
    Status: failure === undefined ? "SUCCESS" : "FAILED",
    ...(failure !== undefined && { Reason: failure.slice(0, 1_000) }),
    // Where the creation failed, CloudFormation deletes what it was told of.
    PhysicalResourceId: event.RequestType === "Delete" ? PhysicalResourceId : ResourceProperties.UserPoolId,
    StackId,
    RequestId,
    LogicalResourceId,
  };
  // The signature of the URL is for a request without a content type, which fetch would give to a text.
  const { ok, status } = await fetch(event.ResponseURL, { method: "PUT", body: Buffer.from(JSON.stringify(answer)) });
  if (!ok) throw new Error(`Cannot answer CloudFormation as it must take the answer: it said ${status}`);
}

async function change({ RequestType, ResourceProperties, OldResourceProperties }: AttachmentEvent): Promise<void> {
  const { UserPoolId: userPoolId, Triggers: triggers, CustomAttributes: customAttributes = [] } = ResourceProperties;
  if (RequestType === "Delete") {
    const detach = { userPoolId, triggers: {}, triggersBefore: triggers, customAttributes: [] };
    return changePool(detach).catch((error) => {
      // The pool is gone, and its triggers with it.
      if (error.name !== "ResourceNotFoundException") throw error;
    });
  }
  const samePool = OldResourceProperties?.UserPoolId === userPoolId;
  return changePool({
    userPoolId,
    triggers,
    triggersBefore: (samePool && OldResourceProperties?.Triggers) || {},
    customAttributes,
  });
}
