import type { LocalAws } from "@foyer/local";

/** Gives the function of `linkIdentity` a URL for pages, or finds that of before. The function itself verifies who calls. @returns the URL */
export async function linkIdentityUrl(local: LocalAws, functionArn: string): Promise<string> {
  const anybody = { FunctionName: functionArn, Principal: "*" };
  const byUrl = { StatementId: "url", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" };
  const invoke = { StatementId: "url-invoke", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true };
  for (const permission of [byUrl, invoke])
    await unlessThere(local.call("lambda", "AddPermission", { ...anybody, ...permission }));
  await unlessThere(local.call("lambda", "CreateFunctionUrlConfig", { FunctionName: functionArn, AuthType: "NONE" }));
  const { FunctionUrl } = (await local.call("lambda", "GetFunctionUrlConfig", { FunctionName: functionArn })) as {
    FunctionUrl: string;
  };
  return FunctionUrl;
}

/** After a reload, and after a restart with the same data. */
async function unlessThere(creation: Promise<unknown>): Promise<void> {
  await creation.catch((error: Error) => {
    if (error.name !== "ResourceConflictException") throw error;
  });
}
