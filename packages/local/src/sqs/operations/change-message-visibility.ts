import type { ChangeMessageVisibilityRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SqsOperation } from "../sqs.ts";

export const changeMessageVisibility: SqsOperation<ChangeMessageVisibilityRequest, void> = ({ queues, messages }, request) => {
  const queue = queues.at(request.QueueUrl as string);
  const seconds = request.VisibilityTimeout as number;
  if (seconds < 0 || seconds > 43_200) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
    );
  }
  if (!messages.hide(queue, request.ReceiptHandle as string, seconds)) {
    throw new AwsError("MessageNotInflight", "Message does not exist or is not available for visibility timeout change.");
  }
};
