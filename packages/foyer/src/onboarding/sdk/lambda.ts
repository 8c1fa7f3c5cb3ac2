export { GetDurableExecutionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
