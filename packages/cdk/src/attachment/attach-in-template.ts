import type { CfnUserPool } from "aws-cdk-lib/aws-cognito";
import { Stack, Token } from "aws-cdk-lib/core";
import type { Attachment } from "./attach-to-pool.ts";

/**
 * Names the functions in the pool's own resource. The pool waits for the policies that do not name it, so that from the first call on
 * nobody is lost; those that name it wait for the pool, which is why a policy is no part of its role here.
 */
export function attachInTemplate({ scope, functions, worker, customAttributes }: Attachment, pool: CfnUserPool): void {
  // Read at the synthesis: a trigger may be added to the pool after this.
  scope.node.addValidation({
    validate: () => functions.flatMap(({ triggers }) => triggers.filter((name) => hasTrigger(pool, name)).map(taken)),
  });
  for (const { called, triggers } of functions) {
    for (const name of triggers)
      pool.addPropertyOverride(`LambdaConfig.${name}`, Stack.of(pool).resolve(called.resource.attrArn));
  }
  for (const { policies } of [worker, ...functions.map(({ called }) => called)])
    for (const policy of policies.slice(0, 1)) pool.addResourceDependency(policy);
  if (customAttributes.length > 0) addToSchema(pool, customAttributes);
}

function hasTrigger(pool: CfnUserPool, name: string): boolean {
  const config = Stack.of(pool).resolve(pool.lambdaConfig) ?? {};
  const property = `${name[0]?.toLowerCase()}${name.slice(1)}`;
  return property in config || (name === "PreTokenGeneration" && "preTokenGenerationConfig" in config);
}

function taken(name: string): string {
  return `Cannot attach ${name} as the user pool must have no other function there: it has one. Leave it out of 'signIn', or remove the other.`;
}

function addToSchema(pool: CfnUserPool, attributes: Attachment["customAttributes"]): void {
  const { schema = [] } = pool;
  if (Token.isUnresolved(schema) || !Array.isArray(schema))
    throw new Error("Cannot add custom attributes to the user pool as its schema must be known at the synthesis");
  const known = new Set(schema.map((each) => (each as CfnUserPool.SchemaAttributeProperty).name?.replace(/^custom:/, "")));
  pool.schema = [
    ...schema,
    ...attributes
      .map(({ name, type }) => ({ name: name.replace(/^custom:/, ""), attributeDataType: type, mutable: true }))
      .filter(({ name }) => !known.has(name)),
  ];
}
