import { Button } from "../../ui/button.tsx";
import type { Field } from "./attribute-fields.ts";

export interface AttributeInputsProps {
  shown: Field[];
  more: Field[];
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
  added: readonly string[];
  onAdd: (name: string) => void;
}

/** A field for each attribute of the pool's schema; those that are seldom used are added one by one. */
export function AttributeInputs({ shown, more, values, onChange, added, onAdd }: AttributeInputsProps) {
  const fields = [...shown, ...more.filter(({ name }) => added.includes(name))];
  const hidden = more.filter(({ name }) => !added.includes(name));
  const empty = fields.filter(({ name, sample }) => sample !== "" && !values[name]);
  return (
    <>
      <div class="try-it-fields">
        {fields.map((field) => (
          <AttributeInput
            key={field.name}
            field={field}
            value={values[field.name] ?? ""}
            onChange={(value) => onChange({ ...values, [field.name]: value })}
          />
        ))}
      </div>
      <div class="try-it-tools">
        {hidden.length > 0 && (
          <label class="try-it-add">
            <span class="visually-hidden">Add an attribute</span>
            <select value="" onChange={({ currentTarget }) => currentTarget.value && onAdd(currentTarget.value)}>
              <option value="">Add an attribute…</option>
              {hidden.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        {empty.length > 0 && (
          <Button
            kind="quiet"
            onClick={() => onChange({ ...values, ...Object.fromEntries(empty.map(({ name, sample }) => [name, sample])) })}
          >
            Fill in what is empty
          </Button>
        )}
      </div>
    </>
  );
}

function AttributeInput({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const { name, required, type, rule, sample } = field;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: it has one of two
    <label class="field">
      <span>
        {name} {required ? <span class="try-it-required">required</span> : rule && <span class="quiet">{rule}</span>}
      </span>
      {type === "boolean" ? (
        <select value={value} required={required} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">not given</option>
          <option>true</option>
          <option>false</option>
        </select>
      ) : (
        // As a text of any form: what Cognito says of a wrong one is worth seeing.
        <input
          inputMode={type === "date" ? "numeric" : type === "number" ? "decimal" : type}
          value={value}
          required={required}
          placeholder={sample}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </label>
  );
}
